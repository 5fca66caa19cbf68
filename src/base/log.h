/* log.h -- the run log: one line per event on stderr, key=value. Library code never logs; the edges do, once.
 * Never personal data, never a field value: names of things only. */
#ifndef WR_LOG_H
#define WR_LOG_H
typedef enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARN_, LOG_ERROR_ } log_level;
void log_set_level(log_level);
/* log_line(LOG_INFO_, "serve", "listen", addr): event, then key and value pairs of text. */
void log_line_(log_level, const char *event, const char *const *pairs);
#define log_line(level, event, ...) log_line_((level), (event), (const char *const[]){ __VA_ARGS__ __VA_OPT__(,) (const char *)0 })
#endif
