/* A full screen on a terminal for a while.
 *
 * Control characters are read as keys (no ISIG), so that a key cannot end the shell before the
 * terminal is itself again. For signals that others send, handlers note that they came; they are
 * blocked but while ppoll(2) sleeps, so that none is slept through. */
#include "observe/screen.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"

static const int noted[SCREEN_SIGNALS] = {SIGINT,  SIGTERM,  SIGHUP, SIGQUIT,
                                          SIGTSTP, SIGWINCH, SIGCONT};
static volatile sig_atomic_t came[SCREEN_SIGNALS];

static void note(int number)
{
    for (int i = 0; i < SCREEN_SIGNALS; i++)
        if (noted[i] == number)
            came[i] = 1;
}

static bool take(int number)
{
    for (int i = 0; i < SCREEN_SIGNALS; i++) {
        if (noted[i] != number || !came[i])
            continue;
        came[i] = 0;
        return true;
    }
    return false;
}

static void put(const struct screen *screen, const char *text)
{
    (void)fd_write_all(screen->output, text, strlen(text));
}

static void find_size(struct screen *screen)
{
    struct winsize size;

    screen->rows = 24;
    screen->columns = 80;
    if (ioctl(screen->output, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
        screen->rows = size.ws_row;
        screen->columns = size.ws_col;
    }
}

/* Alternate screen, no cursor, no wrapping. */
static void enter(struct screen *screen)
{
    struct termios raw = screen->modes;

    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    (void)tcsetattr(screen->input, TCSADRAIN, &raw);
    find_size(screen);
    put(screen, "\033[?1049h\033[?25l\033[?7l\033[H\033[2J");
}

static void leave(struct screen *screen)
{
    put(screen, "\033[m\033[?7h\033[?25h\033[?1049l");
    (void)tcsetattr(screen->input, TCSADRAIN, &screen->modes);
}

static void install(struct screen *screen)
{
    struct sigaction action = {.sa_handler = note};
    sigset_t block;

    sigemptyset(&action.sa_mask);
    sigemptyset(&block);
    for (int i = 0; i < SCREEN_SIGNALS; i++)
        sigaddset(&block, noted[i]);
    (void)sigprocmask(SIG_BLOCK, &block, &screen->mask);
    for (int i = 0; i < SCREEN_SIGNALS; i++) {
        came[i] = 0;
        (void)sigaction(noted[i], &action, &screen->actions[i]);
    }
}

static void uninstall(struct screen *screen)
{
    for (int i = 0; i < SCREEN_SIGNALS; i++)
        (void)sigaction(noted[i], &screen->actions[i], NULL);
    (void)sigprocmask(SIG_SETMASK, &screen->mask, NULL);
}

bool screen_open(struct screen *screen, int input, int output)
{
    *screen = (struct screen){.input = input, .output = output};
    if (tcgetattr(input, &screen->modes) < 0)
        return false;
    install(screen);
    enter(screen);
    return true;
}

/* A signal that came a moment ago, blocked, is delivered to our handler here. */
int screen_close(struct screen *screen)
{
    struct timespec at_once = {0};
    int signal = 0;

    (void)ppoll(NULL, 0, &at_once, &screen->mask);
    leave(screen);
    uninstall(screen);
    if (take(SIGWINCH) || screen->resized) {
        put(screen,
            "\033[J"); /* terminals put the cursor back where it was, whatever is there now */
        (void)raise(SIGWINCH);
    }
    for (int i = 0; i < SCREEN_SIGNALS && !signal; i++)
        if (came[i] && noted[i] != SIGWINCH && noted[i] != SIGCONT && noted[i] != SIGTSTP)
            signal = noted[i];
    return signal;
}

void screen_suspend(struct screen *screen)
{
    leave(screen);
    uninstall(screen);
    (void)kill(0, SIGTSTP); /* as the terminal does: the whole group */
    install(screen);
    enter(screen);
}

void screen_draw(struct screen *screen, const struct strbuf *lines)
{
    struct strbuf text = {0};
    size_t row = 0;

    strbuf_string(&text, "\033[H");
    for (const char *line = lines->text; line && *line && row < screen->rows; row++) {
        size_t length = strcspn(line, "\n");
        if (row)
            strbuf_string(&text, "\r\n");
        strbuf_string(&text,
                      "\033[K"); /* before: behind a full line it would take its last column */
        strbuf_append(&text, line, length);
        strbuf_string(&text, "\033[m");
        line += length + (line[length] == '\n');
    }
    if (row < screen->rows)
        strbuf_string(&text, "\r\n\033[J");
    (void)fd_write_all(screen->output, text.text, text.length);
    strbuf_free(&text);
}

/* ---- Keys ---- */

static int after_signal(struct screen *screen)
{
    if (take(SIGTSTP))
        return KEY_SUSPEND;
    for (int i = 0; i < SCREEN_SIGNALS; i++)
        if (came[i] && noted[i] != SIGWINCH && noted[i] != SIGCONT)
            return KEY_LEAVE;
    bool resized = take(SIGWINCH), continued = take(SIGCONT);
    if (continued)
        enter(screen);
    if (!resized && !continued)
        return KEY_NONE;
    screen->resized |= resized;
    find_size(screen);
    return KEY_RESIZED;
}

/* Waits for a byte; 0: none in time, -1: a signal, or an error. */
static int wait_for_input(struct screen *screen, int milliseconds)
{
    struct pollfd polled = {.fd = screen->input, .events = POLLIN};
    struct timespec time = clock_timespec(milliseconds * CLOCK_MILLISECOND);

    return ppoll(&polled, 1, &time, &screen->mask);
}

/* Behind ESC: "[A", "OA", "[5~"; ESC alone is nothing. */
static int read_sequence(struct screen *screen)
{
    enum { AT_ONCE = 25 };
    char text[8] = "";
    size_t length = 0;

    while (length < sizeof text - 1 && wait_for_input(screen, AT_ONCE) > 0 &&
           fd_read(screen->input, text + length, 1) == 1) {
        char last = text[length++];
        if (length > 1 && ((last >= 'A' && last <= 'Z') || last == '~'))
            break;
    }
    if (length < 2 || (text[0] != '[' && text[0] != 'O'))
        return KEY_NONE;
    switch (text[1]) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'H':
    case '1':
        return KEY_HOME;
    case 'F':
    case '4':
        return KEY_END;
    case '5':
        return KEY_PAGE_UP;
    case '6':
        return KEY_PAGE_DOWN;
    default:
        return KEY_NONE;
    }
}

int screen_key(struct screen *screen, int milliseconds)
{
    enum { ESCAPE = 27, CTRL_C = 3, CTRL_Z = 26 };
    unsigned char byte;

    int ready = wait_for_input(screen, milliseconds);
    if (ready < 0)
        return errno == EINTR ? after_signal(screen) : KEY_LEAVE;
    if (ready == 0)
        return KEY_NONE;
    if (fd_read(screen->input, &byte, 1) != 1)
        return KEY_LEAVE; /* the terminal is gone */
    if (byte == ESCAPE)
        return read_sequence(screen);
    if (byte == CTRL_C)
        return KEY_INTERRUPT;
    return byte == CTRL_Z ? KEY_SUSPEND : byte;
}
