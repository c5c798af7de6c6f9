/*
 * The scanner of text that is being typed: each byte shown as a letter for what it is.
 */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "syntax/scan.h"

static struct scan scan;

static void finish(void)
{
    scan_free(&scan);
}

/* c command, a argument, = assignment, > target, D delimiter, r reserved, n name, p pattern,
 * s string, \ escape, $ variable, ( substitution, o operator, R redirection, # comment,
 * H here-document, E error. */
static const char *letters(const char *text)
{
    static const char kinds[] = "ca=>Drnps\\$(oR#HE";
    static char shown[256];
    size_t length = strlen(text);

    scan_text(&scan, text, length);
    memset(shown, ' ', length);
    shown[length] = '\0';
    for (size_t i = 0; i < scan.count; i++) {
        const struct scan_piece *piece = &scan.pieces[i];
        ck_assert_uint_le(piece->start, piece->end);
        ck_assert_uint_le(piece->end, length);
        memset(shown + piece->start, kinds[piece->kind], piece->end - piece->start);
    }
    return shown;
}

#define ck_scans(text, expected) ck_assert_str_eq(letters(text), expected)

START_TEST(simple_commands)
{
    ck_scans("ls -l x", "cc aa a");
    ck_scans("x=1 y= ls a=b", "=== == cc aaa");
    ck_scans("ls >out 2>&1 a", "cc R>>> RRR> a");
    ck_scans(">out ls", "R>>> cc");
    ck_scans("a | b && c || d; e & f", "c o c oo c oo co c o c");
    ck_scans("ls # all", "cc #####");
    ck_scans("echo a#b", "cccc aaa");
    ck_scans("a \\\n b", "c    a");
    ck_scans("time -p ls", "rrrr aa cc");
    ck_scans("coproc ls a", "rrrrrr cc a");
    ck_scans("coproc A_1 ls", "rrrrrr nnn cc");
    ck_scans("coproc <f ls", "rrrrrr R> cc");
    ck_scans("coproc A (ls)", "rrrrrr n occo");
    ck_scans("coproc (ls)", "rrrrrr occo");
    ck_scans("coproc A=1 ls", "rrrrrr === cc");
    ck_scans("coproc A", "rrrrrr n");
    ck_scans("! ls", "r cc");
}
END_TEST

START_TEST(quotes)
{
    ck_scans("echo 'a b' \"c d\"", "cccc sssss sssss");
    ck_scans("echo a\\ b", "cccc a\\\\a");
    ck_scans("echo \"$x\"y", "cccc s$$sa");
    ck_scans("echo 'a", "cccc Es");
    ck_scans("echo \"a", "cccc Es");
    ck_scans("echo $'a\\'b' c", "cccc sssssss a");
    ck_scans("'l's", "sssc");
}
END_TEST

START_TEST(expansions)
{
    ck_scans("echo $x ${y:-z} $1 $$", "cccc $$ $$$$$$$ $$ $$");
    ck_scans("a $(b c) d", "c ((caa( a");
    ck_scans("a `b c` d", "c (caa( a");
    ck_scans("a \"$(b \"c\")\"", "c s((cssss(s");
    ck_scans("a $((1+(2)))b", "c $$$$$$$$$$a");
    ck_scans("a $(b", "c EEc");
    ck_scans("a ${b", "c EE$");
    ck_scans("d <(ls a) b", "c ((ccaa( a");
}
END_TEST

START_TEST(compound_commands)
{
    ck_scans("if a; then b; fi", "rr co rrrr co rr");
    ck_scans("if a; then b; elif c; then d; else e; fi",
             "rr co rrrr co rrrr co rrrr co rrrr co rr");
    ck_scans("while a; do b; done | c", "rrrrr co rr co rrrr o c");
    ck_scans("for i in a b; do c; done", "rrr n rr a ao rr co rrrr");
    ck_scans("for i; do c; done", "rrr no rr co rrrr");
    ck_scans("case $x in a|b) c;; (d) e; esac", "rrrr $$ rr popo coo opo co rrrr");
    ck_scans("f() { a; }; b", "noo r co ro c");
    ck_scans("(a; b) >c", "oco co R>");
    ck_scans("echo if then", "cccc aa aaaa");
    ck_scans("'if' x", "ssss a");
    ck_scans("{ a; } | b", "r co r o c");
}
END_TEST

START_TEST(prefixes)
{
    ck_scans("sudo -u me ls x", "cccc aa aa cc a");
    ck_scans("sudo env A=1 make", "cccc ccc aaa cccc");
    ck_scans("find . -exec ls -l +", "cccc a aaaaa cc aa a");
    ck_scans("find -execs ls", "cccc aaaaaa aa");
    ck_scans("timeout 5 ls", "ccccccc a cc");
    ck_scans("xargs -n 1 rm x", "ccccc aa a cc a");
    ck_scans("xargs -n1 rm", "ccccc aaa cc");
    ck_scans("nice -n", "cccc aa");
}
END_TEST

START_TEST(here_documents)
{
    ck_scans("cat <<E\nx $y\nE\nls", "ccc RRD HHHHHHHcc");
    ck_scans("cat <<-E x\n\ta\n\tE\nls", "ccc RRRD a HHHHHHcc");
    ck_scans("cat <<'E'\nx", "ccc RRsss H");
}
END_TEST

START_TEST(errors)
{
    ck_scans("; a", "E c");
    ck_scans("a && | b", "c oo E c");
    ck_scans("fi", "EE");
    ck_scans("if a; fi", "rr co EE");
    ck_scans("a)", "cE");
    ck_scans("a (b)", "c Eco");
    ck_scans("a;; b", "cEE c");
    ck_scans("{ a; } b", "r co r E");
}
END_TEST

/* Any text, cut anywhere, is read to its end, and nothing outside it. */
START_TEST(any_text)
{
    static const char alphabet[] = "\0a '\"\\$(){}`;|&<>\n#=!if";
    unsigned seed = 7;

    for (unsigned round = 0; round < 4000; round++) {
        char *text = malloc(24);
        size_t length = round % 24;
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1103515245 + 12345;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        text = realloc(text, length + !length);
        scan_text(&scan, text, length);
        for (size_t i = 0; i < scan.count; i++)
            ck_assert_uint_le(scan.pieces[i].end, length);
        free(text);
    }
}
END_TEST

START_TEST(null_bytes)
{
    scan_text(&scan, "fi\0\0", 4);
    ck_assert_uint_eq(scan.count, 1);
    ck_assert_int_eq(scan.pieces[0].kind, SCAN_COMMAND);
    ck_assert_uint_eq(scan.pieces[0].end, 4);
    scan_text(&scan, "env\0 x", 6);
    ck_assert_int_eq(scan.pieces[1].kind, SCAN_ARGUMENT);
}
END_TEST

START_TEST(deep_nesting)
{
    enum { DEPTH = 20000 };
    char *text = malloc(DEPTH * 2);

    for (size_t i = 0; i < DEPTH; i++)
        memcpy(text + 2 * i, "$(", 2);
    scan_text(&scan, text, DEPTH * 2);
    for (size_t i = 0; i < DEPTH; i++)
        memcpy(text + 2 * i, "\"`", 2);
    scan_text(&scan, text, DEPTH * 2);
    memset(text, '(', DEPTH);
    scan_text(&scan, text, DEPTH);
    ck_assert_uint_eq(scan.pieces[scan.count - 1].end, DEPTH);
    free(text);
}
END_TEST

Suite *syntax_scan_suite(void)
{
    Suite *suite = suite_create("syntax: scan");
    TCase *cases = tcase_create("scan");

    tcase_add_checked_fixture(cases, NULL, finish);
    tcase_add_test(cases, simple_commands);
    tcase_add_test(cases, quotes);
    tcase_add_test(cases, expansions);
    tcase_add_test(cases, compound_commands);
    tcase_add_test(cases, prefixes);
    tcase_add_test(cases, here_documents);
    tcase_add_test(cases, errors);
    tcase_add_test(cases, any_text);
    tcase_add_test(cases, null_bytes);
    tcase_add_test(cases, deep_nesting);
    suite_add_tcase(suite, cases);
    return suite;
}
