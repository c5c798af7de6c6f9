/* What scopes and the journal share; only state/ uses it. */
#ifndef STATE_RESTORE_H
#define STATE_RESTORE_H

struct shell;
struct scope;
struct variable;

/* Puts a content back in place of the variable's present one, and brings up to date what depends on
 * it: the environment, IFS tables, the locale ... */
void variable_restore(struct shell *shell, struct variable *variable, struct variable *content);
/* Takes the newest save of a scope back, as if it had not been made. */
void scope_undo_save(struct shell *shell, struct scope *scope);

#endif
