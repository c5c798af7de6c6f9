/*
 * observe/: what processes wait for, with a time limit or on several things. Each row makes a child
 * that waits in its own way. Where the kernel does not show another process's calls no more is said
 * than what it waits for (`unseen`).
 */
#include "suites.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "observe_support.h"

static int ends[2]; /* an empty pipe */
static int semaphores, queue;
static char semaphore_name[32];

/* ---- Ways to wait ---- */

static void sleep_for_ever(void)
{
    nanosleep(&(struct timespec){.tv_sec = LONG_MAX / 2}, NULL);
}

static void sleep_by_processor_time(void)
{
    clock_nanosleep(CLOCK_PROCESS_CPUTIME_ID, 0, &(struct timespec){.tv_sec = 1000}, NULL);
}

static void poll_nothing(void)
{
    poll(NULL, 0, 1000000);
}

static void poll_all_but_one(void)
{
    struct pollfd entries[3] = {{-1, POLLIN, 0}, {ends[0], POLLIN, 0}, {-1, POLLIN, 0}};

    poll(entries, 3, 1000000);
}

static void select_nothing(void)
{
    select(0, NULL, NULL, NULL, &(struct timeval){.tv_sec = 1000});
}

static void epoll_two(void)
{
    int fd = epoll_create1(0), other[2];
    struct epoll_event event = {.events = EPOLLIN};

    (void)!pipe(other);
    epoll_ctl(fd, EPOLL_CTL_ADD, ends[0], &event);
    epoll_ctl(fd, EPOLL_CTL_ADD, other[0], &event);
    epoll_wait(fd, &event, 1, 1000000);
}

static void epoll_nothing(void)
{
    struct epoll_event event;

    epoll_wait(epoll_create1(0), &event, 1, -1);
}

static void futex(int operation, struct timespec limit)
{
    int word = 0;

    syscall(SYS_futex, &word, operation, 0, &limit, NULL, FUTEX_BITSET_MATCH_ANY);
}

static void futex_for_a_time(void)
{
    futex(FUTEX_WAIT_PRIVATE, (struct timespec){.tv_sec = 1000});
}

static void futex_until(void)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1000;
    futex(FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, until);
}

/* Short whiles, as of a loop that looks round: their ends say nothing. */
static void futex_in_steps(void)
{
    for (;;)
        futex(FUTEX_WAIT_PRIVATE, (struct timespec){.tv_nsec = 900000000});
}

static void signal_for_a_time(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigtimedwait(&set, NULL, &(struct timespec){.tv_sec = 1000});
}

static int full_pipe(void)
{
    char block[4096] = "";
    int full[2];

    (void)!pipe2(full, O_NONBLOCK);
    while (write(full[1], block, sizeof block) > 0)
        ;
    fcntl(full[0], F_SETFL, 0);
    fcntl(full[1], F_SETFL, 0);
    return full[1];
}

static void splice_from_empty(void)
{
    splice(ends[0], NULL, full_pipe(), NULL, 100, 0);
}

static void splice_to_full(void)
{
    int own[2];

    (void)!pipe(own);
    (void)!write(own[1], "x", 1);
    splice(own[0], NULL, full_pipe(), NULL, 100, 0);
}

static void tee_to_full(void)
{
    int own[2];

    (void)!pipe(own);
    (void)!write(own[1], "x", 1);
    tee(own[0], full_pipe(), 100, 0);
}

static void read_master(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    char c;

    (void)unlockpt(master);
    (void)open(ptsname(master), O_RDWR | O_NOCTTY);
    (void)!read(master, &c, 1);
}

static void take_semaphore(void)
{
    (void)sem_wait(sem_open(semaphore_name, O_CREAT, 0600, 0));
}

static void take_from_set(void)
{
    semop(semaphores, &(struct sembuf){.sem_num = 1, .sem_op = -1}, 1);
}

static void receive(void)
{
    struct {
        long type;
        char text[8];
    } message;

    msgrcv(queue, &message, sizeof message.text, 0, 0);
}

/* Nobody accepts, and two is more than may wait. */
static void connect_in_vain(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t length = sizeof address.sun_family + 1 + 9;

    memcpy(address.sun_path + 1, semaphore_name + 1, 9); /* an abstract one */
    bind(listening, (struct sockaddr *)&address, length);
    listen(listening, 0);
    for (;;)
        connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length);
}

static void *spin(void *none)
{
    for (volatile int i = 0;; i++)
        ;
    return none;
}

static void let_a_thread_spin(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, spin, NULL);
    (void)!read(ends[0], &thread, 1);
}

/* ---- What is said ---- */

#define LEFT "@(999|1000) s left"

static const struct {
    void (*wait)(void);
    enum wait_kind kind;
    const char *seen, *unseen; /* patterns */
} rows[] = {
    {sleep_for_ever, WAIT_SLEEP, "sleep, no end", "sleep"},
    {sleep_by_processor_time, WAIT_SLEEP, "sleep until processor time has been used", "sleep"},
    {poll_nothing, WAIT_POLL, "sleep in poll, " LEFT, "poll"},
    {poll_all_but_one, WAIT_POLL, "poll on 1 descriptor (pipe <- * unit and itself), " LEFT,
     "poll"},
    {select_nothing, WAIT_POLL, "sleep in select, " LEFT, "select"},
    {epoll_two, WAIT_POLL,
     "epoll on 2 descriptors (@(pipe <- itself, pipe <- * unit and itself|"
     "pipe <- * unit and itself, pipe <- itself)), " LEFT,
     "epoll"},
    {epoll_nothing, WAIT_POLL, "epoll on nothing", "epoll"},
    {futex_for_a_time, WAIT_FUTEX, "futex, " LEFT, "futex"},
    {futex_until, WAIT_FUTEX, "futex, " LEFT, "futex"},
    {futex_in_steps, WAIT_FUTEX, "futex", "futex"},
    {signal_for_a_time, WAIT_SIGNAL, "a signal: USR1, " LEFT, "a signal"},
    {splice_from_empty, WAIT_READ, "read pipe <- * unit and itself (empty)", "read pipe (empty)"},
    {splice_to_full, WAIT_WRITE, "write pipe -> itself (full, * KiB)", "write pipe (full)"},
    {tee_to_full, WAIT_WRITE, "write pipe -> itself (full, * KiB)", "write pipe (full)"},
    {read_master, WAIT_READ, "read /dev/*ptmx, other side of /dev/pts/+([0-9])", "terminal input"},
    {take_semaphore, WAIT_SEMAPHORE, "semaphore /pipit-unit-+([0-9])", "futex"},
    {take_from_set, WAIT_SEMAPHORE, "a semaphore: number 1 of System V set +([0-9])",
     "a semaphore"},
    {receive, WAIT_MESSAGE, "a message in System V queue +([0-9])", "a message"},
    {connect_in_vain, WAIT_CONNECTION, "an answer to connect to unix:@pipit-uni",
     "an answer to connect"},
    {let_a_thread_spin, WAIT_READ,
     "read pipe <- * unit and itself (empty) (the first of 2 threads, 1 of them runs)",
     "read pipe (empty) (the first of 2 threads, 1 of them runs)"},
};

static bool is_said(pid_t pid, int row)
{
    struct proc_syscall call;
    bool shown = proc_syscall_read(pid, &call) == 0;

    look(pid);
    return fnmatch(shown ? rows[row].seen : rows[row].unseen, reason, FNM_EXTMATCH) == 0;
}

START_TEST(a_row)
{
    struct timespec pause = {.tv_nsec = 5000000};
    bool said = false;

    ck_assert_int_eq(pipe(ends), 0);
    snprintf(semaphore_name, sizeof semaphore_name, "/pipit-unit-%ld", (long)getpid());
    semaphores = semget(IPC_PRIVATE, 2, 0600);
    queue = msgget(IPC_PRIVATE, 0600);
    pid_t pid = child_of(rows[_i].wait);
    look_until(pid, rows[_i].kind);
    /* On its way there it may have waited for something of the same kind. */
    for (int i = 0; i < 2000 && !said; i++) {
        said = is_said(pid, _i);
        if (!said)
            nanosleep(&pause, NULL);
    }
    end(pid);
    sem_unlink(semaphore_name);
    semctl(semaphores, 0, IPC_RMID);
    msgctl(queue, IPC_RMID, NULL);
    ck_assert_msg(said, "%s", reason);
}
END_TEST

Suite *observe_limits_suite(void)
{
    Suite *suite = suite_create("observe_limits");
    TCase *tests = tcase_create("rows");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_row, 0, sizeof rows / sizeof *rows);
    suite_add_tcase(suite, tests);
    return suite;
}
