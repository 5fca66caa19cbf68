/* contact_paper.h -- a report on paper: a blank form with the numbers of the facts, and its copy into writ by another person. */
#ifndef WR_CONTACT_PAPER_H
#define WR_CONTACT_PAPER_H
#include "contact_own.h"
enum { PAPER_NUMBERS = 34 };
/* A number of the form: what it is called; system: what writ or somebody else fills in, "" for none. */
typedef struct contact_number { const char *title, *system; } contact_number;
extern const contact_number contact_numbers[PAPER_NUMBERS + 1];          /* from 1 */
int contact_number_of(const char *fact);                                 /* by its name in CONTACT_FACTS; 0: it has none */
/* One line of the paper. heading: of the first fact of a number. choices: to tick; "": write on the line; lines: how many. */
typedef struct contact_paper_fact { int64_t number; const char *heading, *label, *choices; int64_t lines; const char *system; } contact_paper_fact;
extern const shape CONTACT_PAPER_FACT, IN_TRANSCRIBE;
http_show contact_show_paper, contact_show_paper_at, contact_show_transcribe;
http_act contact_act_transcribe;
#endif
