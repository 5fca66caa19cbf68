/* table_split.c -- where a CSV text may divide: the marks of 64 bytes at once, and the delimiter by its first records. */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "table_text_own.h"

/* Eight bytes in one word: the top bit of each byte of the result: that byte of v is 0. No carry leaves a byte, so that it is exact. */
static uint64_t zeros(uint64_t v)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7F;
    return ~(((v & low) + low) | v | low);
}

/* The top bits of eight bytes as eight bits: the multiplication brings bit 8 i to bit 56 + i. */
static uint64_t top_bits(uint64_t v) { return ((v >> 7 & 0x0101010101010101) * 0x0102040810204080) >> 56; }

uint64_t split_marks_plain(const char *p, char delimiter, uint64_t *ret_odd)
{
    const uint64_t each = 0x0101010101010101, d = each * (uint8_t)delimiter, quote = each * '"', lf = each * '\n', cr = each * '\r';
    uint64_t marks = 0, odd = 0;
    for (int i = 0; i < 8; i++) {
        uint64_t v;
        memcpy(&v, p + 8 * i, 8);
        if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) v = __builtin_bswap64(v);
        marks |= top_bits(zeros(v ^ d) | zeros(v ^ quote) | zeros(v ^ lf) | zeros(v ^ cr)) << 8 * i;
        odd |= top_bits(zeros(v) | v) << 8 * i;
    }
    *ret_odd = odd;
    return marks;
}

#ifdef __SSE2__
uint64_t split_marks(const char *p, char delimiter, uint64_t *ret_odd)
{
    const __m128i d = _mm_set1_epi8(delimiter), quote = _mm_set1_epi8('"'), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), one = _mm_set1_epi8(1);
    uint64_t marks = 0, odd = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i m = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, d), _mm_cmpeq_epi8(v, quote)), _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
        marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(m) << 16 * i;
        odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(v, one)) << 16 * i;   /* as signed bytes: NUL and all over 127 */
    }
    *ret_odd = odd;
    return marks;
}
#else
uint64_t split_marks(const char *p, char delimiter, uint64_t *ret_odd) { return split_marks_plain(p, delimiter, ret_odd); }
#endif

enum { JUDGED = 50 };

/* Fields of each of the first records that are not blank, as the reader would divide them. */
static size_t count(const char *p, size_t n, bool whole, char delimiter, uint32_t *fields)
{
    size_t records = 0, closed = n;   /* closed: the last closing quote; one more behind it goes on */
    uint32_t had = 1;
    bool quoted = false, blank = true, lead = true;   /* lead: a quote now would open the cell */
    for (size_t i = 0; i < n && records < JUDGED; i++) {
        if (quoted) {
            quoted = p[i] != '"';
            closed = i;
        } else if (p[i] == '\n' || p[i] == '\r') {
            if (!blank) fields[records++] = had;
            had = 1;
            blank = lead = true;
        } else {
            had += p[i] == delimiter;
            quoted = p[i] == '"' && (lead || closed + 1 == i);
            lead = p[i] == delimiter || (lead && p[i] == ' ');
            blank = false;
        }
    }
    if (whole && !blank && !quoted && records < JUDGED) fields[records++] = had;
    return records;
}

/* How many of them have the commonest number of fields over one. */
static uint32_t constant(const uint32_t *fields, size_t n, uint32_t *ret_fields)
{
    uint32_t best = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t same = 0;
        for (size_t j = 0; j < n; j++) same += fields[j] == fields[i];
        if (fields[i] < 2 || same < best || (same == best && fields[i] <= *ret_fields)) continue;
        best = same;
        *ret_fields = fields[i];
    }
    return best;
}

char split_delimiter(const char *p, size_t n, bool whole)
{
    static const char OFTEN[] = "|\t;,";
    uint32_t fields[JUDGED], most = 0, widest = 0;
    char best = ',';
    for (const char *d = OFTEN; *d; d++) {
        uint32_t wide = 0, same = constant(fields, count(p, n, whole, *d, fields), &wide);
        if (same < most || (same == most && wide <= widest)) continue;
        best = *d;
        most = same;
        widest = wide;
    }
    return best;
}
