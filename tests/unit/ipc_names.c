/*
 * Names of POSIX objects, deadlines, and addresses of sockets.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "ipc/address.h"
#include "ipc/ipc.h"
#include "state_support.h"

START_TEST(a_name_has_its_slash_with_or_without_one)
{
    struct ipc_name name;

    ck_assert(ipc_name_read(&name, IPC_QUEUE, "jobs"));
    ck_assert_str_eq(name.text, "/jobs");
    ck_assert(ipc_name_read(&name, IPC_MEMORY, "/jobs"));
    ck_assert_str_eq(name.text, "/jobs");
}
END_TEST

START_TEST(what_is_no_name_is_refused)
{
    static const char *const wrong[] = {"", "/", "a/b", "//a", "a/", ".", "/.."};
    char longest[NAME_MAX + 2];
    struct ipc_name name;
    bool read;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_uint_eq(DIAGNOSTICS_OF(read = ipc_name_read(&name, IPC_QUEUE, wrong[i])), 1);
        ck_assert_msg(!read, "%s", wrong[i]);
    }
    memset(longest, 'n', sizeof longest);
    longest[NAME_MAX] = '\0';
    ck_assert(ipc_name_read(&name, IPC_QUEUE, longest));
    ck_assert_uint_eq(DIAGNOSTICS_OF(read = ipc_name_read(&name, IPC_SEMAPHORE, longest)), 1);
    ck_assert(!read);
    longest[NAME_MAX - 4] = '\0';
    ck_assert(ipc_name_read(&name, IPC_SEMAPHORE, longest));
}
END_TEST

START_TEST(a_deadline_is_kept_and_a_flag_ends_the_wait)
{
    volatile sig_atomic_t flag = 1;
    struct ipc_wait wait = {0};
    struct timespec left;
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert(ipc_wait_seconds(&wait, "0"));
    ck_assert_int_eq(ipc_wait_ready(ends[0], POLLIN, &wait), IPC_TIMEOUT);
    ck_assert(!ipc_wait_left(&wait, &left));
    ck_assert(ipc_wait_seconds(&wait, "0.01"));
    ck_assert_int_eq(ipc_wait_ready(ends[0], POLLIN, &wait), IPC_TIMEOUT);
    ck_assert(ipc_wait_seconds(&wait, "1e300"));
    ck_assert(ipc_wait_left(&wait, &left));
    wait.interrupt = &flag;
    ck_assert_int_eq(ipc_wait_ready(ends[0], POLLIN, &wait), IPC_INTERRUPTED);
    flag = 0;
    ck_assert_int_eq(ipc_wait_ready(ends[1], POLLOUT, &wait), IPC_DONE);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(seconds_are_a_number_that_is_not_negative)
{
    static const char *const wrong[] = {"", "x", "1s", "-1", "nan", "inf"};
    struct ipc_wait wait = {0};
    bool read;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_uint_eq(DIAGNOSTICS_OF(read = ipc_wait_seconds(&wait, wrong[i])), 1);
        ck_assert_msg(!read && !wait.timed, "%s", wrong[i]);
    }
}
END_TEST

static struct address address;

START_TEST(addresses_are_taken_apart)
{
    ck_assert(address_read(&address, "tcp:example.org:80"));
    ck_assert_str_eq(address.host, "example.org");
    ck_assert_str_eq(address.port, "80");
    ck_assert(!address.is_unix && address.type == SOCK_STREAM);
    ck_assert(address_read(&address, "udp:[::1]:domain"));
    ck_assert_str_eq(address.host, "::1");
    ck_assert_str_eq(address.port, "domain");
    ck_assert_int_eq(address.type, SOCK_DGRAM);
    ck_assert(address_read(&address, "tcp::0"));
    ck_assert_str_eq(address.host, "");
    ck_assert(address_read(&address, "unix:/run/a b"));
    ck_assert(address.is_unix && address.type == SOCK_STREAM);
    ck_assert_str_eq(address.path.sun_path, "/run/a b");
    ck_assert(address_read(&address, "unixgram:@abc"));
    ck_assert_int_eq(address.type, SOCK_DGRAM);
    ck_assert_int_eq(address.path.sun_path[0], '\0');
    ck_assert_uint_eq(address.path_length, sizeof(sa_family_t) + 4);
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
    static const char *const wrong[] = {"",      "tcp",       "tcp:",       "tcp:host", "tcp:host:",
                                        "unix:", "unixgram:", "tcp:::1:80", "http:x:80"};
    bool read;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_uint_eq(DIAGNOSTICS_OF(read = address_read(&address, wrong[i])), 1);
        ck_assert_msg(!read, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(pathnames_of_redirections_are_addresses)
{
    ck_assert(address_read_path(&address, "/dev/tcp/localhost/http"));
    ck_assert_str_eq(address.host, "localhost");
    ck_assert_str_eq(address.port, "http");
    ck_assert(address_read_path(&address, "/dev/udp/::1/53"));
    ck_assert_str_eq(address.host, "::1");
    ck_assert(address_read_path(&address, "/dev/unix//run/x"));
    ck_assert_str_eq(address.path.sun_path, "/run/x");
    ck_assert(!address_read_path(&address, "/dev/tcp"));
    ck_assert(!address_read_path(&address, "/dev/tcp/host"));
    ck_assert(!address_read_path(&address, "/dev/tcp/host/"));
    ck_assert(!address_read_path(&address, "/dev/unix/"));
    ck_assert(!address_read_path(&address, "/dev/null"));
}
END_TEST

START_TEST(numeric_addresses_are_looked_up_and_written_back)
{
    static const char *const texts[] = {"tcp:127.0.0.1:80", "udp:[::1]:53", "unix:/run/x",
                                        "unixgram:@abc"};
    struct ipc_wait wait = {0};
    struct address_list list;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct strbuf text = {0};
        ck_assert(address_read(&address, texts[i]));
        ck_assert_int_eq(address_look_up(&address, AF_UNSPEC, false, &list, &wait), IPC_DONE);
        ck_assert_uint_eq(list.count, 1);
        address_format(&text, &list.items[0].address, list.items[0].length, address.type);
        ck_assert_str_eq(text.text, texts[i]);
        strbuf_free(&text);
    }
}
END_TEST

Suite *ipc_names_suite(void);
Suite *ipc_names_suite(void)
{
    Suite *suite = suite_create("ipc_names");
    TCase *names = tcase_create("names"), *addresses = tcase_create("addresses");

    tcase_add_test(names, a_name_has_its_slash_with_or_without_one);
    tcase_add_test(names, what_is_no_name_is_refused);
    tcase_add_test(names, a_deadline_is_kept_and_a_flag_ends_the_wait);
    tcase_add_test(names, seconds_are_a_number_that_is_not_negative);
    suite_add_tcase(suite, names);
    tcase_add_test(addresses, addresses_are_taken_apart);
    tcase_add_test(addresses, what_is_no_address_is_refused);
    tcase_add_test(addresses, pathnames_of_redirections_are_addresses);
    tcase_add_test(addresses, numeric_addresses_are_looked_up_and_written_back);
    suite_add_tcase(suite, addresses);
    return suite;
}
