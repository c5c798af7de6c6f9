/*
 * Arenas.
 */
#include <stdint.h>

#include "base/arena.h"
#include "suites.h"

START_TEST(pieces_are_aligned_and_apart)
{
    struct arena arena = {0};
    char *last = NULL;
    for (size_t size = 1; size < 3000; size += 7) {
        char *piece = arena_alloc(&arena, size);
        ck_assert_uint_eq((uintptr_t)piece % 8, 0);
        memset(piece, (int)size, size);
        if (last)
            ck_assert_int_eq(last[0], (char)(size - 7)); /* nothing wrote over it */
        last = piece;
    }
    arena_free(&arena);
    ck_assert_ptr_null(arena.block);
}
END_TEST

START_TEST(marks)
{
    struct arena arena = {0};
    struct arena_mark empty = arena_mark(&arena);
    char *first = arena_copy(&arena, "first", 5);
    struct arena_mark mark = arena_mark(&arena);
    char *second = arena_alloc(&arena, 100);
    arena_release(&arena, mark);
    ck_assert_ptr_eq(arena_alloc(&arena, 100), second);
    arena_release(&arena, mark);
    for (int i = 0; i < 10000; i++)
        memset(arena_alloc(&arena, 1000), i, 1000); /* over many blocks */
    arena_release(&arena, mark);
    ck_assert_str_eq(first, "first");
    ck_assert_ptr_eq(arena_alloc(&arena, 100), second);
    arena_release(&arena, empty);
    ck_assert_ptr_null(arena.block);
    ck_assert_ptr_nonnull(arena_alloc(&arena, 1));
    arena_free(&arena);
}
END_TEST

/* Going to and fro over the end of a block takes no new memory each time. */
START_TEST(a_mark_at_a_border)
{
    struct arena arena = {0};
    (void)arena_alloc(&arena, 2000);
    struct arena_mark mark = arena_mark(&arena);
    char *piece = arena_alloc(&arena, 1000);
    for (int i = 0; i < 10; i++) {
        arena_release(&arena, mark);
        ck_assert_ptr_eq(arena_alloc(&arena, 1000), piece);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(growing)
{
    struct arena arena = {0};
    char *piece = arena_grow(&arena, NULL, 0, 10);
    memset(piece, 'x', 10);
    ck_assert_ptr_eq(arena_grow(&arena, piece, 10, 500), piece); /* in place */
    char *other = arena_alloc(&arena, 8);
    memset(other, 'o', 8);
    char *moved = arena_grow(&arena, piece, 500, 600);
    ck_assert_ptr_ne(moved, piece);
    ck_assert_int_eq(memcmp(moved, "xxxxxxxxxx", 10), 0);
    moved = arena_grow(&arena, moved, 600, 5 << 20);
    moved[(5 << 20) - 1] = 1;
    ck_assert_int_eq(memcmp(moved, "xxxxxxxxxx", 10), 0);
    ck_assert_int_eq(memcmp(other, "oooooooo", 8), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(large_blocks_are_not_kept)
{
    struct arena arena = {0};
    struct arena_mark mark = arena_mark(&arena);
    memset(arena_alloc(&arena, 100 << 20), 1, 1);
    arena_release(&arena, mark);
    ck_assert_ptr_null(arena.spare);
    ck_assert_ptr_null(arena.block);
    arena_free(&arena);
}
END_TEST

START_TEST(a_reset_keeps_the_larger_block)
{
    struct arena arena = {0};

    arena_reset(&arena, 4096);
    arena_start(&arena, 64);
    char *small = arena_alloc(&arena, 64);
    char *large = arena_alloc(&arena, 1000);
    arena_reset(&arena, 500); /* too large to be the first */
    ck_assert_ptr_eq(arena_alloc(&arena, 64), small);
    ck_assert_ptr_eq(arena_alloc(&arena, 1000), large);
    arena_reset(&arena, 4096);
    ck_assert_ptr_eq(arena_alloc(&arena, 64), large);
    ck_assert_ptr_null(arena.block->previous);
    ck_assert_ptr_null(arena.spare);
    arena_alloc(&arena, 5000);
    arena_reset(&arena, 4096);
    ck_assert_ptr_nonnull(arena.spare);
    arena_trim(&arena);
    ck_assert_ptr_null(arena.spare);
    arena_free(&arena);
}
END_TEST

Suite *base_arena_suite(void)
{
    Suite *suite = suite_create("base_arena");
    TCase *cases = tcase_create("arena");
    tcase_add_test(cases, pieces_are_aligned_and_apart);
    tcase_add_test(cases, marks);
    tcase_add_test(cases, a_mark_at_a_border);
    tcase_add_test(cases, growing);
    tcase_add_test(cases, large_blocks_are_not_kept);
    tcase_add_test(cases, a_reset_keeps_the_larger_block);
    suite_add_tcase(suite, cases);
    return suite;
}
