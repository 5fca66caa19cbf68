/* table_sniff.c -- what a file is by its bytes, and the refusals by name. Its ending says nothing. */
#include <string.h>
#include <strings.h>

#include "table_own.h"

enum { HEAD = 4096, LOCK_BYTES = 165, TAIL = 22 + 65535 + 1, DIRECTORY = 1 << 16 };

static const struct { const char *sign; uint8_t n; const char *text; } NO_TABLE[] = {
    { "version https://git-lfs.github.com/spec/", 40, N_("{name} is a Git-LFS pointer: it names a file and does not hold it. The file itself is where it came from.") },
    { "%PDF-", 5, N_("{name} is a PDF. Rows are read from CSV and XLSX files.") },
    { "\x09\x08\x10\x00", 4, N_("{name} is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.") },
    { "\x09\x04\x06\x00", 4, N_("{name} is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.") },
    { "\x09\x02\x06\x00", 4, N_("{name} is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.") },
    { "\x09\x00\x04\x00", 4, N_("{name} is an old Excel workbook (.xls). Rows are read from CSV and XLSX files.") },
    { "{\\rtf", 5, N_("{name} is an RTF text. Rows are read from CSV and XLSX files.") },
    { "7z\xBC\xAF\x27\x1C", 6, N_("{name} is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.") },
    { "Rar!\x1A\x07", 6, N_("{name} is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.") },
    { "BZh", 3, N_("{name} is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.") },
    { "\xFD" "7zXZ", 5, N_("{name} is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.") },
    { "\x28\xB5\x2F\xFD", 4, N_("{name} is packed, but not as ZIP or gzip. Rows are read from CSV and XLSX files.") },
    { "PAR1", 4, N_("{name} is a Parquet file. Rows are read from CSV and XLSX files.") },
    { "SQLite format 3", 16, N_("{name} is an SQLite database. Rows are read from CSV and XLSX files.") },
    { "\x89PNG", 4, N_("{name} is a picture. Rows are read from CSV and XLSX files.") },
    { "\xFF\xD8\xFF", 3, N_("{name} is a picture. Rows are read from CSV and XLSX files.") },
    { "GIF8", 4, N_("{name} is a picture. Rows are read from CSV and XLSX files.") },
};

static const struct { const char *tag; bool xml; } MARKUP[] = {
    { "<!doctype html", false }, { "<html", false }, { "<head", false }, { "<body", false }, { "<table", false }, { "<meta", false }, { "<?xml", true },
};

static bool begins(const uint8_t *p, size_t n, const char *sign, size_t sign_n) { return n >= sign_n && memcmp(p, sign, sign_n) == 0; }
static bool is_zip(const uint8_t *p, size_t n) { return begins(p, n, "PK\3\4", 4) || begins(p, n, "PK\5\6", 4) || begins(p, n, "PK\7\10", 4); }
static bool is_ole(const uint8_t *p, size_t n) { return begins(p, n, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8); }

/* 54 bytes of a user's name behind its length, then the length again in two bytes and the name in UTF-16. */
static bool is_lock(const uint8_t *p, size_t n) { return n == LOCK_BYTES && p[0] > 0 && p[0] <= 54 && p[55] == p[0] && p[56] == 0; }

static wr_rc refuse_markup(const uint8_t *p, size_t n, const char *name, wr_err *e)
{
    size_t i = begins(p, n, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i < n && (p[i] == ' ' || p[i] == '\t' || p[i] == '\r' || p[i] == '\n')) i++;
    for (size_t k = 0; k < sizeof MARKUP / sizeof *MARKUP; k++) {
        size_t len = strlen(MARKUP[k].tag);
        if (n - i < len || strncasecmp((const char *)p + i, MARKUP[k].tag, len) != 0) continue;
        if (MARKUP[k].xml) return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an XML file. Rows are read from CSV and XLSX files."), "name", name);
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is a page of the web (HTML). Rows are read from CSV and XLSX files."), "name", name);
    }
    return WR_OK;
}

wr_rc table_sniff_head(const uint8_t *p, size_t n, bool inside, const char *name, wr_err *e)
{
    if (inside && (is_zip(p, n) || is_ole(p, n) || begins(p, n, "\x1F\x8B", 2)))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is a gzip file that holds something else than a CSV file."), "name", name);
    for (size_t i = 0; i < sizeof NO_TABLE / sizeof *NO_TABLE; i++)
        if (begins(p, n, NO_TABLE[i].sign, NO_TABLE[i].n)) return wr_fail(e, WR_E_INPUT, NULL, NO_TABLE[i].text, "name", name);
    return refuse_markup(p, n, name, e);
}

/* Does a name stand in the directory, in UTF-16 as OLE has it? */
static bool has_name(const uint8_t *p, size_t n, const char *word)
{
    uint8_t wide[64];
    size_t len = strlen(word);
    for (size_t i = 0; i < len; i++) { wide[2 * i] = (uint8_t)word[i]; wide[2 * i + 1] = 0; }
    return memmem(p, n, wide, 2 * len) != NULL;
}

/* An OLE file: its directory, from where the header says on, names what it holds. */
static wr_rc refuse_ole(int fd, const uint8_t *head, const char *name, wr_err *e)
{
    uint8_t *dir = (uint8_t[DIRECTORY]){ 0 };
    uint32_t sector = (uint32_t)head[48] | (uint32_t)head[49] << 8 | (uint32_t)head[50] << 16 | (uint32_t)head[51] << 24;
    int shift = head[30] == 12 ? 12 : 9;
    size_t n;
    TRY(table_read(fd, dir, DIRECTORY, ((int64_t)sector + 1) << shift, name, e, &n));
    if (has_name(dir, n, "EncryptedPackage"))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an encrypted workbook: it opens only with its password."), "name", name);
    if (has_name(dir, n, "Workbook") || has_name(dir, n, "Book"))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an old Excel workbook (.xls). Rows are read from CSV and XLSX files."), "name", name);
    return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an old Office file. Rows are read from CSV and XLSX files."), "name", name);
}

/* A ZIP has its end record in its last bytes, or it is cut short. An .ods says so in its first member. */
static wr_rc check_zip(int fd, int64_t size, const uint8_t *head, size_t head_n, const char *name, wr_err *e)
{
    uint8_t *tail = (uint8_t[TAIL]){ 0 };
    static const char ODS[] = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    size_t n;
    if (head_n >= 30 + sizeof ODS - 1 && memcmp(head + 30, ODS, sizeof ODS - 1) == 0)
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an OpenDocument spreadsheet (.ods). Rows are read from CSV and XLSX files."), "name", name);
    TRY(table_read(fd, tail, TAIL, size > TAIL ? size - TAIL : 0, name, e, &n));
    if (!memmem(tail, n, "PK\5\6", 4))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is a ZIP file that is cut short: its end is missing."), "name", name);
    return WR_OK;
}

wr_rc table_sniff(int fd, int64_t size, const char *name, wr_err *e, table_kind *ret)
{
    uint8_t head[HEAD];
    size_t n;
    const char *slash = strrchr(name, '/');
    if (size == 0) return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is empty: it has not one byte."), "name", name);
    TRY(table_read(fd, head, HEAD, 0, name, e, &n));
    if (strncmp(slash ? slash + 1 : name, "~$", 2) == 0 || (size == LOCK_BYTES && is_lock(head, n)))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is a lock file that Excel makes while a workbook is open. The workbook is another file."), "name", name);
    if (is_ole(head, n) && n >= 512) return refuse_ole(fd, head, name, e);
    if (is_ole(head, n)) return wr_fail(e, WR_E_INPUT, NULL, N_("{name} is an old Office file. Rows are read from CSV and XLSX files."), "name", name);
    TRY(table_sniff_head(head, n, false, name, e));
    if (is_zip(head, n)) TRY(check_zip(fd, size, head, n, name, e));
    *ret = is_zip(head, n) ? TABLE_XLSX : TABLE_CSV;
    return WR_OK;
}
