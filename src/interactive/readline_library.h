/* GNU Readline, loaded by dlopen(3) when a session at a terminal begins: scripts do not pay for it.
 *
 * Every function and variable of the library that the room uses is named once, in READLINE_SYMBOLS.
 * `library` has a pointer to each under its own name: library.rl_bind_keyseq("\\C-l", f),
 * *library.rl_point. Whoever needs one more adds its name to the list. */
#ifndef INTERACTIVE_READLINE_LIBRARY_H
#define INTERACTIVE_READLINE_LIBRARY_H

#include <stdbool.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

/* Whether the library is loaded. */
extern bool library_loaded;
/* Loads it; false if it is not there or lacks something. Only the first call does anything. */
bool library_load(void);

#ifdef HAVE_READLINE
/* clang-format off */
#include <setjmp.h>
#include <stdio.h>
#include <readline/history.h>
#include <readline/readline.h>

#define READLINE_SYMBOLS(S) \
    /* the callback interface */ \
    S(rl_callback_handler_install) S(rl_callback_handler_remove) S(rl_callback_read_char) \
    S(rl_callback_sigcleanup) S(rl_getc) S(rl_getc_function) S(rl_startup_hook) \
    S(rl_pre_input_hook) S(rl_event_hook) S(rl_input_available_hook) S(rl_initialize) \
    S(rl_readline_name) S(rl_readline_state) S(rl_readline_version) S(rl_instream) \
    S(rl_outstream) S(rl_done) S(rl_eof_found) S(rl_pending_input) S(rl_execute_next) \
    S(rl_stuff_char) S(rl_read_key) S(rl_clear_pending_input) S(rl_num_chars_to_read) \
    S(rl_dispatching) S(rl_last_func) S(rl_explicit_arg) S(rl_numeric_arg) S(rl_ding) \
    /* signals and the terminal */ \
    S(rl_catch_signals) S(rl_catch_sigwinch) S(rl_change_environment) S(rl_prep_terminal) \
    S(rl_deprep_terminal) S(rl_prep_term_function) S(rl_deprep_term_function) \
    S(rl_resize_terminal) S(rl_reset_terminal) S(rl_get_screen_size) S(rl_set_screen_size) \
    S(rl_reset_screen_size) S(rl_terminal_name) S(rl_get_termcap) S(rl_tty_set_default_bindings) \
    S(rl_tty_unset_default_bindings) S(rl_cleanup_after_signal) S(rl_reset_after_signal) \
    S(rl_free_line_state) S(rl_free) S(rl_extend_line_buffer) \
    /* the line */ \
    S(rl_line_buffer) S(rl_point) S(rl_end) S(rl_mark) S(rl_insert_text) S(rl_delete_text) \
    S(rl_replace_line) S(rl_copy_text) S(rl_kill_text) S(rl_undo_list) S(rl_begin_undo_group) \
    S(rl_end_undo_group) S(rl_free_undo_list) S(rl_do_undo) S(rl_modifying) S(rl_insert) \
    S(rl_newline) S(rl_mark_active_p) S(rl_deactivate_mark) S(rl_activate_mark) S(rl_delete) \
    S(rl_forward_char) S(rl_backward_char) S(rl_forward_word) S(rl_backward_word) \
    S(rl_beg_of_line) S(rl_end_of_line) S(rl_revert_line) S(rl_abort) \
    /* display */ \
    S(rl_redisplay) S(rl_redisplay_function) S(rl_forced_update_display) S(rl_on_new_line) \
    S(rl_on_new_line_with_prompt) S(rl_clear_visible_line) S(rl_clear_message) S(rl_message) \
    S(rl_reset_line_state) S(rl_crlf) S(rl_show_char) S(rl_character_len) S(rl_save_prompt) \
    S(rl_restore_prompt) S(rl_set_prompt) S(rl_expand_prompt) S(rl_prompt) S(rl_display_prompt) \
    S(rl_redraw_prompt_last_line) S(rl_already_prompted) S(rl_refresh_line) S(rl_clear_screen) \
    /* keys */ \
    S(rl_add_defun) S(rl_add_funmap_entry) S(rl_named_function) S(rl_funmap_names) \
    S(rl_bind_key) S(rl_bind_key_in_map) S(rl_bind_keyseq) S(rl_bind_keyseq_in_map) \
    S(rl_bind_keyseq_if_unbound) S(rl_bind_keyseq_if_unbound_in_map) S(rl_unbind_key) \
    S(rl_unbind_function_in_map) S(rl_unbind_command_in_map) S(rl_generic_bind) S(rl_macro_bind) \
    S(rl_function_of_keyseq) S(rl_function_of_keyseq_len) S(rl_invoking_keyseqs) \
    S(rl_invoking_keyseqs_in_map) S(rl_translate_keyseq) S(rl_untranslate_keyseq) \
    S(rl_get_keymap) S(rl_set_keymap) S(rl_get_keymap_by_name) S(rl_get_keymap_name) \
    S(rl_set_keymap_from_edit_mode) S(rl_executing_keymap) S(rl_executing_key) \
    S(rl_executing_keyseq) S(rl_key_sequence_length) S(rl_executing_macro) \
    S(rl_push_macro_input) S(rl_parse_and_bind) S(rl_read_init_file) S(rl_re_read_init_file) \
    S(rl_variable_bind) S(rl_variable_value) S(rl_variable_dumper) S(rl_function_dumper) \
    S(rl_macro_dumper) S(rl_list_funmap_names) S(rl_initialize_funmap) S(funmap) S(rl_editing_mode) S(rl_insert_mode) \
    S(rl_vi_editing_mode) S(rl_emacs_editing_mode) S(rl_vi_insertion_mode) \
    S(rl_vi_movement_mode) S(rl_bracketed_paste_begin) S(rl_skip_csi_sequence) S(rl_arrow_keys) \
    S(rl_get_previous_history) S(rl_get_next_history) S(rl_previous_screen_line) \
    S(rl_next_screen_line) S(rl_reverse_search_history) S(rl_forward_search_history) \
    S(rl_history_search_backward) S(rl_history_search_forward) \
    S(rl_history_substr_search_backward) S(rl_history_substr_search_forward) \
    S(rl_noninc_reverse_search) S(rl_noninc_forward_search) \
    S(rl_noninc_reverse_search_again) S(rl_noninc_forward_search_again) \
    S(rl_vi_search) S(rl_vi_search_again) S(rl_maybe_save_line) \
    S(rl_maybe_unsave_line) S(rl_maybe_replace_line) S(rl_operate_and_get_next) \
    /* history */ \
    S(using_history) S(add_history) S(add_history_time) S(clear_history) S(remove_history) \
    S(replace_history_entry) S(free_history_entry) S(history_get_history_state) \
    S(history_set_history_state) S(history_list) S(history_get) S(history_set_pos) \
    S(history_search_pos) S(where_history) S(current_history) S(previous_history) \
    S(next_history) S(history_expand) S(history_tokenize) S(history_base) S(history_length) \
    S(history_offset) S(history_expansion_char) S(history_subst_char) S(history_comment_char) \
    S(history_no_expand_chars) S(history_quotes_inhibit_expansion) \
    S(history_inhibit_expansion_function) S(history_word_delimiters) \
    S(history_search_delimiter_chars) \
    /* completion */ \
    S(rl_complete) S(rl_complete_internal) S(rl_completion_mode) S(rl_menu_complete) \
    S(rl_backward_menu_complete) S(rl_possible_completions) S(rl_insert_completions) \
    S(rl_completion_matches) S(rl_filename_completion_function) \
    S(rl_username_completion_function) S(rl_completion_entry_function) \
    S(rl_menu_completion_entry_function) S(rl_ignore_some_completions_function) \
    S(rl_attempted_completion_function) S(rl_attempted_completion_over) \
    S(rl_basic_word_break_characters) S(rl_completer_word_break_characters) \
    S(rl_completion_word_break_hook) S(rl_completer_quote_characters) \
    S(rl_basic_quote_characters) S(rl_filename_quote_characters) S(rl_special_prefixes) \
    S(rl_directory_completion_hook) S(rl_directory_rewrite_hook) S(rl_filename_stat_hook) \
    S(rl_filename_rewrite_hook) S(rl_completion_display_matches_hook) S(rl_display_match_list) \
    S(rl_filename_completion_desired) S(rl_filename_quoting_desired) \
    S(rl_filename_quoting_function) S(rl_filename_dequoting_function) S(rl_char_is_quoted_p) \
    S(rl_completion_type) S(rl_completion_invoking_key) S(rl_completion_query_items) \
    S(rl_completion_append_character) S(rl_completion_suppress_append) \
    S(rl_completion_quote_character) S(rl_completion_found_quote) \
    S(rl_completion_suppress_quote) S(rl_sort_completion_matches) \
    S(rl_completion_mark_symlink_dirs) S(rl_ignore_completion_duplicates) \
    S(rl_inhibit_completion)
/* clang-format on */

#define READLINE_MEMBER(name) __typeof__(name) *name;
struct readline_library {
    READLINE_SYMBOLS(READLINE_MEMBER)
};
#undef READLINE_MEMBER

/* Valid once library_loaded. */
extern struct readline_library library;
/* A variable that is not documented: not zero, and another number after each of them, if the last
 * command was a kill. NULL: this Readline has none. */
extern int *library_last_was_kill;
/* The same: where commands that are aborted go to. */
extern sigjmp_buf *library_top_level;
#endif

#endif
