/* facts_zip.c -- the members of a ZIP archive: listed with their sizes, refused when they would burst or climb, handed out one at a time. */
#include "facts_out.h"

#include <glib.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct source { int fd; int64_t at, size; } source;

static voidpf opens(voidpf with, const void *name, int mode)
{
    (void)name;
    return (mode & ZLIB_FILEFUNC_MODE_READWRITEFILTER) == ZLIB_FILEFUNC_MODE_READ ? with : NULL;
}

static uLong reads(voidpf with, voidpf stream, void *buf, uLong n)
{
    source *s = with;
    uLong got = 0;
    (void)stream;
    while (got < n) {
        ssize_t k = pread(s->fd, (char *)buf + got, n - got, s->at);
        if (k <= 0) break;
        s->at += k;
        got += (uLong)k;
    }
    return got;
}

static ZPOS64_T tells(voidpf with, voidpf stream)
{
    (void)stream;
    return (ZPOS64_T)((source *)with)->at;
}

static long seeks(voidpf with, voidpf stream, ZPOS64_T to, int from)
{
    source *s = with;
    int64_t base = from == ZLIB_FILEFUNC_SEEK_CUR ? s->at : from == ZLIB_FILEFUNC_SEEK_END ? s->size : 0;
    (void)stream;
    if (to > (ZPOS64_T)(INT64_MAX - base) || base + (int64_t)to > s->size) return -1;
    s->at = base + (int64_t)to;
    return 0;
}

static int closes(voidpf with, voidpf stream) { (void)with; (void)stream; return 0; }
static int wrong(voidpf with, voidpf stream) { (void)with; (void)stream; return 0; }

static unzFile open_zip(source *s, int fd)
{
    struct stat st;
    zlib_filefunc64_def by = { opens, reads, NULL, tells, seeks, closes, wrong, s };
    if (fstat(fd, &st) != 0) return NULL;
    *s = (source){ .fd = fd, .size = st.st_size };
    return unzOpen2_64("", &by);
}

/* A name that would leave the folder it is unpacked in, is none, or could be read as another on some system. */
static bool climbs(const char *name, size_t n)
{
    if (!n || n > FACTS_NAME_MAX || strlen(name) != n || *name == '/' || (n > 1 && name[1] == ':')) return true;
    for (const char *s = name; *s; s++) {
        size_t part = strcspn(s, "/");
        if ((part == 1 && *s == '.') || (part == 2 && s[0] == '.' && s[1] == '.') || (part == 0 && *s == '/')) return true;
        s += part;
        if (!*s) break;
    }
    for (const char *s = name; *s; s++)
        if ((unsigned char)*s < ' ' || *s == '\\' || *s == 0x7f) return true;
    return false;
}

typedef struct sums { int64_t unpacked, packed; GHashTable *names; } sums;

static bool a_link(const unz_file_info64 *i) { return i->version >> 8 == 3 && (i->external_fa >> 16 & 0170000) == 0120000; }

static facts_problem look(const source *s, const unz_file_info64 *i, const char *name, sums *all)
{
    if (climbs(name, i->size_filename) || a_link(i)) return FACTS_PATH;
    if (i->uncompressed_size > FACTS_ZIP_BYTES_MAX || i->compressed_size > (ZPOS64_T)s->size) return FACTS_TOO_BIG;
    if (i->uncompressed_size > FACTS_RATIO_FROM && i->uncompressed_size / FACTS_RATIO_MAX > i->compressed_size) return FACTS_RATIO;
    all->unpacked += (int64_t)i->uncompressed_size;
    all->packed += (int64_t)i->compressed_size;
    if (all->unpacked > FACTS_ZIP_BYTES_MAX) return FACTS_TOO_BIG;
    if (all->packed > s->size) return FACTS_OVERLAP;
    if (all->unpacked > 64 * FACTS_RATIO_FROM && all->unpacked / FACTS_RATIO_MAX > s->size) return FACTS_RATIO;
    return g_hash_table_add(all->names, g_strdup(name)) ? FACTS_FINE : FACTS_TWICE;
}

/* Names that are no UTF-8 are bytes of an old code page: each becomes one character, so that none is lost. */
static char *said(const char *name)
{
    GString *wide;
    if (g_utf8_validate(name, -1, NULL)) return g_strdup(name);
    wide = g_string_new(NULL);
    for (const unsigned char *s = (const unsigned char *)name; *s; s++) g_string_append_unichar(wide, *s);
    return g_string_free(wide, false);
}

static facts_problem entries(unzFile z, const source *s, FILE *f)
{
    sums all = { .names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
    facts_problem found = FACTS_FINE;
    int64_t at = 0;
    int rc = unzGoToFirstFile(z);
    for (; rc == UNZ_OK && found == FACTS_FINE; rc = unzGoToNextFile(z), at++) {
        unz_file_info64 i;
        char name[FACTS_NAME_MAX + 2] = "", *text;
        line l;
        if (at == FACTS_ENTRIES_MAX) { found = FACTS_TOO_MANY; break; }
        if (unzGetCurrentFileInfo64(z, &i, name, sizeof name - 1, NULL, 0, NULL, 0) != UNZ_OK) { found = FACTS_DAMAGED; break; }
        found = look(s, &i, name, &all);
        if (found != FACTS_FINE) break;
        text = said(name);
        l = line_begin(f);
        line_int(&l, "at", at);
        line_text(&l, "name", text, 4 * FACTS_NAME_MAX);
        line_int(&l, "size", (int64_t)i.uncompressed_size);
        line_int(&l, "packed", (int64_t)i.compressed_size);
        line_flag(&l, "folder", name[i.size_filename - 1] == '/');
        line_flag(&l, "encrypted", (i.flag & 1) != 0);
        line_end(&l);
        g_free(text);
    }
    if (found == FACTS_FINE && rc != UNZ_END_OF_LIST_OF_FILE) found = FACTS_DAMAGED;
    g_hash_table_destroy(all.names);
    return found;
}

/* minizip takes an archive without any member for none at all. */
static bool empty(int fd)
{
    char head[23];
    return pread(fd, head, sizeof head, 0) == 22 && memcmp(head, "PK\5\6\0\0\0\0\0\0\0\0", 12) == 0;
}

facts_problem facts_zip(int fd, FILE *f)
{
    source s;
    unzFile z = open_zip(&s, fd);
    unz_global_info64 all;
    facts_problem found = FACTS_DAMAGED;
    if (!z) return empty(fd) ? FACTS_FINE : found;
    if (unzGetGlobalInfo64(z, &all) == UNZ_OK) found = all.number_entry > FACTS_ENTRIES_MAX ? FACTS_TOO_MANY : all.number_entry == 0 ? FACTS_FINE : entries(z, &s, f);
    unzClose(z);
    return found;
}

static facts_problem unpack(unzFile z, const unz_file_info64 *i, int64_t most, FILE *f)
{
    static char piece[64 << 10];
    int64_t all = 0;
    int n = 0;
    if (i->flag & 1) return FACTS_ENCRYPTED;
    if (i->uncompressed_size > (ZPOS64_T)most) return FACTS_TOO_BIG;
    if (unzOpenCurrentFile(z) != UNZ_OK) return FACTS_DAMAGED;
    while ((n = unzReadCurrentFile(z, piece, sizeof piece)) > 0) {
        all += n;
        if (all > (int64_t)i->uncompressed_size || fwrite(piece, 1, (size_t)n, f) != (size_t)n) { n = -1; break; }
    }
    if (unzCloseCurrentFile(z) != UNZ_OK || n < 0 || all != (int64_t)i->uncompressed_size) return FACTS_DAMAGED;
    return FACTS_FINE;
}

facts_problem facts_zip_member(int fd, int64_t at, int64_t most, FILE *f)
{
    source s;
    unzFile z = open_zip(&s, fd);
    unz_file_info64 i;
    char name[FACTS_NAME_MAX + 2] = "";
    sums all = { .names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
    facts_problem found = z ? FACTS_NO_PART : FACTS_DAMAGED;
    int rc = z ? unzGoToFirstFile(z) : UNZ_ERRNO;
    for (int64_t k = 0; k < at && k < FACTS_ENTRIES_MAX && rc == UNZ_OK; k++) rc = unzGoToNextFile(z);
    if (rc == UNZ_OK && at >= 0 && at < FACTS_ENTRIES_MAX && unzGetCurrentFileInfo64(z, &i, name, sizeof name - 1, NULL, 0, NULL, 0) == UNZ_OK) {
        found = look(&s, &i, name, &all);
        if (found == FACTS_FINE) found = unpack(z, &i, most, f);
    }
    if (z) unzClose(z);
    g_hash_table_destroy(all.names);
    return found;
}
