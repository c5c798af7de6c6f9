/* System calls in which processes wait, by what they wait for. */
#include "observe/calls.h"

#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

/* Not every processor has every one: the older ones are missing on aarch64. */
static const struct call_entry calls[] = {
    {SYS_read, CALL_READ, 0, -1, "read"},
    {SYS_readv, CALL_READ, 0, -1, "readv"},
    {SYS_pread64, CALL_READ, 0, -1, "pread64"},
    {SYS_preadv, CALL_READ, 0, -1, "preadv"},
    {SYS_recvfrom, CALL_READ, 0, -1, "recvfrom"},
    {SYS_recvmsg, CALL_READ, 0, -1, "recvmsg"},
    {SYS_recvmmsg, CALL_READ, 0, -1, "recvmmsg"},
    {SYS_splice, CALL_SPLICE, 0, 2, "splice"},
    {SYS_tee, CALL_SPLICE, 0, 1, "tee"},
    {SYS_copy_file_range, CALL_READ, 0, -1, "copy_file_range"},
    {SYS_getdents64, CALL_READ, 0, -1, "getdents64"},
    {SYS_write, CALL_WRITE, 0, -1, "write"},
    {SYS_writev, CALL_WRITE, 0, -1, "writev"},
    {SYS_pwrite64, CALL_WRITE, 0, -1, "pwrite64"},
    {SYS_pwritev, CALL_WRITE, 0, -1, "pwritev"},
    {SYS_sendto, CALL_WRITE, 0, -1, "sendto"},
    {SYS_sendmsg, CALL_WRITE, 0, -1, "sendmsg"},
    {SYS_sendmmsg, CALL_WRITE, 0, -1, "sendmmsg"},
    {SYS_sendfile, CALL_WRITE, 0, -1, "sendfile"},
    {SYS_vmsplice, CALL_WRITE, 0, -1, "vmsplice"},
    {SYS_openat, CALL_OPEN, -1, 1, "openat"},
    {SYS_wait4, CALL_CHILD, -1, 0, "wait4"},
    {SYS_waitid, CALL_CHILD, -1, 1, "waitid"},
    {SYS_ppoll, CALL_POLL, -1, 2, "ppoll"},
    {SYS_pselect6, CALL_SELECT, -1, 4, "pselect6"},
    {SYS_epoll_pwait, CALL_EPOLL, 0, 3, "epoll_pwait"},
    {SYS_nanosleep, CALL_SLEEP, -1, 0, "nanosleep"},
    {SYS_clock_nanosleep, CALL_SLEEP, -1, 2, "clock_nanosleep"},
    {SYS_futex, CALL_FUTEX, -1, -1, "futex"},
    {SYS_rt_sigsuspend, CALL_SIGNAL, -1, -1, "rt_sigsuspend"},
    {SYS_rt_sigtimedwait, CALL_SIGNAL, -1, 2, "rt_sigtimedwait"},
    {SYS_accept, CALL_ACCEPT, 0, -1, "accept"},
    {SYS_accept4, CALL_ACCEPT, 0, -1, "accept4"},
    {SYS_connect, CALL_CONNECT, 0, -1, "connect"},
    {SYS_flock, CALL_LOCK, 0, -1, "flock"},
    {SYS_fcntl, CALL_LOCK, 0, -1, "fcntl"},
    {SYS_clone, CALL_FORK, -1, -1, "clone"},
    {SYS_fsync, CALL_SYNC, 0, -1, "fsync"},
    {SYS_fdatasync, CALL_SYNC, 0, -1, "fdatasync"},
    {SYS_sync, CALL_SYNC, -1, -1, "sync"},
    {SYS_syncfs, CALL_SYNC, 0, -1, "syncfs"},
    {SYS_msgrcv, CALL_MESSAGE_RECEIVE, -1, -1, "msgrcv"},
    {SYS_msgsnd, CALL_MESSAGE_SEND, -1, -1, "msgsnd"},
    {SYS_mq_timedreceive, CALL_MESSAGE_RECEIVE, 0, -1, "mq_timedreceive"},
    {SYS_mq_timedsend, CALL_MESSAGE_SEND, 0, -1, "mq_timedsend"},
    {SYS_semop, CALL_SEMAPHORE, -1, -1, "semop"},
    {SYS_semtimedop, CALL_SEMAPHORE, -1, -1, "semtimedop"},
    {SYS_restart_syscall, CALL_RESTARTED, -1, -1, "restart_syscall"},
#ifdef SYS_open
    {SYS_open, CALL_OPEN, -1, 0, "open"},
#endif
#ifdef SYS_creat
    {SYS_creat, CALL_OPEN, -1, 0, "creat"},
#endif
#ifdef SYS_openat2
    {SYS_openat2, CALL_OPEN, -1, 1, "openat2"},
#endif
#ifdef SYS_poll
    {SYS_poll, CALL_POLL, -1, 2, "poll"},
#endif
#ifdef SYS_select
    {SYS_select, CALL_SELECT, -1, 4, "select"},
#endif
#ifdef SYS_epoll_wait
    {SYS_epoll_wait, CALL_EPOLL, 0, 3, "epoll_wait"},
#endif
#ifdef SYS_epoll_pwait2
    {SYS_epoll_pwait2, CALL_EPOLL, 0, 3, "epoll_pwait2"},
#endif
#ifdef SYS_futex_waitv
    {SYS_futex_waitv, CALL_FUTEX, -1, -1, "futex_waitv"},
#endif
#ifdef SYS_pause
    {SYS_pause, CALL_SIGNAL, -1, -1, "pause"},
#endif
#ifdef SYS_vfork
    {SYS_vfork, CALL_FORK, -1, -1, "vfork"},
#endif
#ifdef SYS_clone3
    {SYS_clone3, CALL_FORK, -1, -1, "clone3"},
#endif
#ifdef SYS_io_uring_enter
    {SYS_io_uring_enter, CALL_IO_URING, -1, -1, "io_uring_enter"},
#endif
};

const struct call_entry *call_by_number(long number)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i].number == number)
            return &calls[i];
    return NULL;
}

/* Parts of names of functions, as they have been called over the years; the first that is found
 * counts. */
static const struct {
    const char *part;
    struct call_entry entry;
} functions[] = {
    {"wait_for_partner", {-1, CALL_OPEN, -1, -1, "open"}},
    {"fifo_open", {-1, CALL_OPEN, -1, -1, "open"}},
    {"pipe_read", {-1, CALL_READ, -1, -1, "read"}},
    {"pipe_write", {-1, CALL_WRITE, -1, -1, "write"}},
    {"n_tty_read", {-1, CALL_READ, -1, -1, "read"}},
    {"n_tty_write", {-1, CALL_WRITE, -1, -1, "write"}},
    {"futex", {-1, CALL_FUTEX, -1, -1, "futex"}},
    {"do_wait", {-1, CALL_CHILD, -1, -1, "wait4"}},
    {"nanosleep", {-1, CALL_SLEEP, -1, -1, "nanosleep"}},
    {"ep_poll", {-1, CALL_EPOLL, -1, -1, "epoll_wait"}},
    {"poll", {-1, CALL_POLL, -1, -1, "poll"}},
    {"select", {-1, CALL_SELECT, -1, -1, "select"}},
    {"sigsuspend", {-1, CALL_SIGNAL, -1, -1, "rt_sigsuspend"}},
    {"sigtimedwait", {-1, CALL_SIGNAL, -1, -1, "rt_sigtimedwait"}},
    {"pause", {-1, CALL_SIGNAL, -1, -1, "pause"}},
    {"accept", {-1, CALL_ACCEPT, -1, -1, "accept"}},
    {"wait_for_more_packets", {-1, CALL_READ, -1, -1, "recvfrom"}},
    {"stream_read_generic", {-1, CALL_READ, -1, -1, "recvfrom"}},
    {"sk_wait_data", {-1, CALL_READ, -1, -1, "recvfrom"}},
    {"vfork", {-1, CALL_FORK, -1, -1, "vfork"}},
    {"kernel_clone", {-1, CALL_FORK, -1, -1, "vfork"}},
    {"do_fork", {-1, CALL_FORK, -1, -1, "vfork"}},
    {"msgrcv", {-1, CALL_MESSAGE_RECEIVE, -1, -1, "msgrcv"}},
    {"msgsnd", {-1, CALL_MESSAGE_SEND, -1, -1, "msgsnd"}},
    {"semtimedop", {-1, CALL_SEMAPHORE, -1, -1, "semop"}},
    {"wq_sleep", {-1, CALL_MESSAGE_RECEIVE, -1, -1, "mq_timedreceive"}},
    {"lock_inode_wait", {-1, CALL_LOCK, -1, -1, "flock"}},
    {"setlk", {-1, CALL_LOCK, -1, -1, "fcntl"}},
    {"io_schedule", {-1, CALL_SYNC, -1, -1, "disk"}},
    {"folio_wait", {-1, CALL_SYNC, -1, -1, "disk"}},
    {"jbd2", {-1, CALL_SYNC, -1, -1, "disk"}},
};

const struct call_entry *call_by_wchan(const char *name)
{
    for (size_t i = 0; *name && i < sizeof functions / sizeof *functions; i++)
        if (strstr(name, functions[i].part))
            return &functions[i].entry;
    return NULL;
}
