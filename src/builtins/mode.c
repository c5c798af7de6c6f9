/* File modes as chmod(1) writes them. */
#include "builtins/mode.h"

#include <string.h>
#include <sys/stat.h>

mode_t mode_mask(void)
{
    mode_t mask = umask(0);

    (void)umask(mask);
    return mask;
}

bool mode_octal(const char *text, mode_t *mode)
{
    mode_t value = 0;

    for (; *text >= '0' && *text <= '7' && value <= 07777; text++)
        value = value * 8 + (mode_t)(*text - '0');
    *mode = value;
    return !*text && value <= 07777;
}

/* 0: nobody is named. */
static mode_t who_bits(const char **text)
{
    mode_t who = 0;

    for (;; ++*text) {
        switch (**text) {
        case 'u':
            who |= 0700;
            continue;
        case 'g':
            who |= 0070;
            continue;
        case 'o':
            who |= 0007;
            continue;
        case 'a':
            who |= 0777;
            continue;
        default:
            return who;
        }
    }
}

/* Permissions after = + or -, for everybody; u g and o copy what that class is allowed now. X goes
 * by what was allowed in the beginning (POSIX chmod: "unmodified"); the file is taken to be a plain
 * one. */
static bool permission_bits(const char **text, mode_t allowed, mode_t before, mode_t *bits)
{
    *bits = 0;
    if (strchr("ugo", **text) && **text) {
        unsigned shift = **text == 'u' ? 6 : **text == 'g' ? 3 : 0;
        *bits = (allowed >> shift & 7) * 0111;
        ++*text;
        return true;
    }
    for (;; ++*text) {
        switch (**text) {
        case 'r':
            *bits |= 0444;
            continue;
        case 'w':
            *bits |= 0222;
            continue;
        case 'x':
            *bits |= 0111;
            continue;
        case 'X':
            *bits |= before & 0111 ? 0111 : 0;
            continue;
        case 's': /* not part of a mask */
        case 't':
            continue;
        default:
            return !**text || strchr(",=+-", **text);
        }
    }
}

bool mode_symbolic(const char *text, mode_t unmasked, mode_t *allowed)
{
    mode_t before = *allowed;

    for (;;) {
        mode_t named = who_bits(&text), bits;
        mode_t who = named ? named : 0777;
        if (!*text || !strchr("=+-", *text))
            return false;
        while (*text && strchr("=+-", *text)) {
            char action = *text++;
            if (!permission_bits(&text, *allowed, before, &bits))
                return false;
            bits &= named ? named : unmasked;
            if (action == '=')
                *allowed = (*allowed & ~who) | bits;
            else
                *allowed = action == '+' ? *allowed | bits : *allowed & ~bits;
        }
        if (!*text)
            return true;
        if (*text++ != ',')
            return false;
    }
}
