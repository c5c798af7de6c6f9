/*
 * What the sanitizers are told; part of the shell in a sanitizer build only.  The environment is
 * not used for this, because tests give the shell an environment of their own.
 */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

/* A status that no test expects, so that a report is never taken for a failing command.  Leaks
 * are not looked for: a shell that exits leaves its memory to the system. */
const char *__asan_default_options(void)
{
    return "exitcode=99:detect_leaks=0:allocator_may_return_null=1";
}

const char *__ubsan_default_options(void)
{
    return "exitcode=99:print_stacktrace=1";
}
