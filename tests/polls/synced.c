/* Records what a process writes into the database and when it is synced, for a simulated power cut.
 *
 * Loaded before the C library. Each act is one record in the file named by SYNCED_LOG:
 * the time (CLOCK_MONOTONIC, seconds), what (write, sync or truncate), which file, where, how many
 * bytes, then the bytes. A sync is recorded after it returned: what it synced is safe by then.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct record { double at; int64_t what, file, offset, length; };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -1;

/* 1 for the database of SQLite, 2 for its log of changes, 16 and more for the segments of the log of
 * PostgreSQL, 0 for anything else. */
static int64_t which(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    const char *found = strstr(path, "/pg_wal/0000");
    if (found && strlen(found) == strlen("/pg_wal/") + 24)
        return 16 + strtol(found + strlen("/pg_wal/") + 16, NULL, 16);
    found = strstr(path, "/edition.sqlite3");
    if (!found) return 0;
    found += strlen("/edition.sqlite3");
    return !*found ? 1 : strcmp(found, "-wal") == 0 ? 2 : 0;
}

static void note(char what, int descriptor, int64_t offset, const void *bytes, int64_t length) {
    int64_t file = which(descriptor);
    if (!file || !getenv("SYNCED_LOG")) return;
    pthread_mutex_lock(&one_at_a_time);
    if (log_file < 0)
        log_file = open(getenv("SYNCED_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct record head = { now.tv_sec + now.tv_nsec / 1e9, what, file, offset, length };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)bytes, bytes ? length : 0 } };
    if (writev(log_file, parts, 2) < 0) abort();
    pthread_mutex_unlock(&one_at_a_time);
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    ssize_t written = real(descriptor, bytes, length, offset);
    if (written > 0) note('w', descriptor, offset, bytes, written);
    return written;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
    return pwrite64(descriptor, bytes, length, offset);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
    ssize_t written = real(descriptor, parts, count, offset), left = written;
    for (int part = 0; part < count && left > 0; part++) {
        ssize_t length = (ssize_t)parts[part].iov_len < left ? (ssize_t)parts[part].iov_len : left;
        note('w', descriptor, offset, parts[part].iov_base, length);
        offset += length;
        left -= length;
    }
    return written;
}

int ftruncate64(int descriptor, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    int result = real(descriptor, length);
    if (!result) note('t', descriptor, length, NULL, 0);
    return result;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

int fsync(int descriptor) {
    REAL(int, "fsync", int);
    int result = real(descriptor);
    if (!result) note('s', descriptor, 0, NULL, 0);
    return result;
}

int fdatasync(int descriptor) {
    REAL(int, "fdatasync", int);
    int result = real(descriptor);
    if (!result) note('s', descriptor, 0, NULL, 0);
    return result;
}
