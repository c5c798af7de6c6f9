/*
 * The locale, loaded late, and characters.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/locale.h"
#include "suites.h"

static const char *all_value, *lang_value, *type_value;

static const char *lookup(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "LC_ALL") == 0     ? all_value
           : strcmp(name, "LANG") == 0     ? lang_value
           : strcmp(name, "LC_CTYPE") == 0 ? type_value
                                           : NULL;
}

static void use(const char *all, const char *type, const char *lang)
{
    all_value = all;
    type_value = type;
    lang_value = lang;
    locale_set_lookup(lookup, NULL);
    locale_changed();
    locale_need();
}

static void end(void)
{
    use(NULL, NULL, NULL);
    locale_set_lookup(NULL, NULL);
    locale_changed();
}

static bool have_utf8(void)
{
    use("C.UTF-8", NULL, NULL);
    return locale_state.utf8;
}

START_TEST(which_variable_counts)
{
    if (!have_utf8())
        return;
    use(NULL, NULL, NULL);
    ck_assert(!locale_state.multibyte);
    ck_assert(!locale_state.collates);
    use(NULL, NULL, "C.UTF-8");
    ck_assert(locale_state.utf8);
    use(NULL, "C", "C.UTF-8");
    ck_assert(!locale_state.utf8);
    use("C.UTF-8", "C", "C");
    ck_assert(locale_state.utf8);
    ck_assert(!locale_state.collates);
    use("", "", "C.UTF-8"); /* empty is as unset */
    ck_assert(locale_state.utf8);
    use("no_SUCH.locale", NULL, "C.UTF-8");
    ck_assert(!locale_state.utf8);
    use("C.UTF-8", NULL, NULL); /* and back: what failed is not taken for loaded */
    ck_assert(locale_state.utf8);
    ck_assert(locale_state.multibyte);
}
END_TEST

START_TEST(c_locale)
{
    wchar_t character;
    use("C", NULL, NULL);
    ck_assert_uint_eq(character_count("a\xc3\xa9z", 4), 4);
    ck_assert_uint_eq(character_at("a", 1, &character), 1);
    ck_assert_int_eq(character, 'a');
    ck_assert_uint_eq(character_at("\xc3\xa9", 2, &character), 1);
    ck_assert_int_gt(character, 0x10FFFF);
}
END_TEST

START_TEST(utf8)
{
    wchar_t character;
    if (!have_utf8())
        return;
    ck_assert_uint_eq(character_at("\xc3\xa9z", 3, &character), 2);
    ck_assert_int_eq(character, 0xE9);
    ck_assert_uint_eq(character_at("\xf0\x9f\x90\xa6", 4, &character), 4);
    ck_assert_int_eq(character, 0x1F426);
    ck_assert_uint_eq(character_at("\xf0\x9f\x90", 3, &character), 1); /* cut off */
    ck_assert_int_gt(character, 0x10FFFF);
    ck_assert_uint_eq(character_count("a\xc3\xa9\xe2\x82\xac\xff\x80z", 9), 6);
    ck_assert_uint_eq(character_count("", 0), 0);
    ck_assert_uint_eq(character_count("\0\0", 2), 2);
}
END_TEST

/* One character among many ASCII ones, wherever it is. */
START_TEST(long_texts)
{
    char text[100];

    for (size_t length = 2; length < sizeof text; length++) {
        memset(text, 'a', sizeof text);
        ck_assert(text_is_ascii(text, length));
        ck_assert_uint_eq(character_count(text, length), length);
        for (size_t at = 0; at + 2 <= length; at++) {
            memset(text, 'a', sizeof text);
            memcpy(text + at, "\xc3\xa9", 2);
            ck_assert(!text_is_ascii(text, length));
            ck_assert(text_is_ascii(text, at));
            use("C", NULL, NULL);
            ck_assert_uint_eq(character_count(text, length), length);
            if (!have_utf8())
                continue;
            ck_assert_uint_eq(character_count(text, length), length - 1);
            ck_assert_uint_eq(character_count(text, at + 1), at + 1);
        }
    }
}
END_TEST

/* All that can begin a character, compared with mbrtowc(3), which also takes codes above Unicode's.
 */
static void compare(const unsigned char *bytes, size_t length)
{
    wchar_t ours, theirs;
    mbstate_t state = {0};
    size_t size = character_at((const char *)bytes, length, &ours);
    size_t wanted = mbrtowc(&theirs, (const char *)bytes, length, &state);
    bool good = wanted != 0 && wanted != (size_t)-1 && wanted != (size_t)-2 && theirs <= 0x10FFFF;

    if (good ? size != wanted || ours != theirs : size != 1 || ours < 0x40000000)
        ck_abort_msg("%02x %02x %02x %02x: %zu %x, %zu", bytes[0], bytes[1], bytes[2], bytes[3],
                     size, (unsigned)ours, wanted);
}

START_TEST(utf8_like_the_library)
{
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                          0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xf0, 0xff};
    if (!have_utf8())
        return;
    for (unsigned first = 0x80; first < 0x100; first++)
        for (unsigned second = 0; second < 0x100; second++)
            for (size_t third = 0; third < sizeof edges; third++)
                for (size_t fourth = 0; fourth < sizeof edges; fourth++)
                    for (size_t length = 1; length <= 4; length++)
                        compare((unsigned char[]){(unsigned char)first, (unsigned char)second,
                                                  edges[third], edges[fourth]},
                                length);
}
END_TEST

Suite *base_locale_suite(void)
{
    Suite *suite = suite_create("base_locale");
    TCase *cases = tcase_create("locale");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_test(cases, which_variable_counts);
    tcase_add_test(cases, c_locale);
    tcase_add_test(cases, utf8);
    tcase_add_test(cases, long_texts);
    tcase_add_test(cases, utf8_like_the_library);
    suite_add_tcase(suite, cases);
    return suite;
}
