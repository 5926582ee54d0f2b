/* Preloaded into `wenqu serve` (LD_PRELOAD): file operations that fail as on a bad disk, and a journal of what a power cut would leave.

   DRILL_FAULT: a file of 4096 bytes, shared by all processes: the errno (int32; 0: none), whether reading fails too (int32), and the
   beginning of the paths concerned. DRILL_JOURNAL, DRILL_WATCHED: each change of a file below the second is appended to the first.
   With a journal nothing is really synced, which spares the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536
#define NEXT(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))
#define REAL(name) ({ static typeof(&name) real; if (!real) real = NEXT(name); real; })

struct fault { volatile int32_t error, reading; char beginning[4088]; };
struct __attribute__((packed)) head { uint8_t kind; uint32_t path; uint64_t offset; uint32_t data; };

static struct fault *fault;
static int journal = -1;
static const char *watched;
static char *paths[FILES];

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("DRILL_FAULT"), *to = getenv("DRILL_JOURNAL");
    if (at) {
        int fd = REAL(open)(at, O_RDWR | O_CLOEXEC);
        void *shared = mmap(NULL, sizeof(struct fault), PROT_READ, MAP_SHARED, fd, 0);
        if (shared != MAP_FAILED) fault = shared;
        REAL(close)(fd);
    }
    if (to) {
        watched = getenv("DRILL_WATCHED");
        journal = REAL(open)(to, O_WRONLY | O_APPEND | O_CLOEXEC);
    }
}

static int fails(const char *path, int reading)
{
    if (!fault || !path || !fault->error || (reading && !fault->reading)) return 0;
    if (strncmp(path, fault->beginning, strlen(fault->beginning))) return 0;
    errno = fault->error;
    return 1;
}

static void note(char kind, const char *path, uint64_t offset, const void *data, size_t size)
{
    if (journal < 0 || !path || strncmp(path, watched, strlen(watched))) return;
    int kept = errno;
    struct head head = {kind, strlen(path), offset, size};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, strlen(path)}, {(void *)data, size}};
    if (REAL(writev)(journal, parts, 3) < 0) abort();
    errno = kept;
}

static const char *path_of(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

static void remember(int fd, const char *path)
{
    if (fd < 0 || fd >= FILES) return;
    free(paths[fd]);
    char whole[PATH_MAX];
    if (path[0] != '/' && getcwd(whole, sizeof whole - strlen(path) - 2)) path = strcat(strcat(whole, "/"), path);
    paths[fd] = strdup(path);
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode)
{
    int writing = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
    if (path && fails(path, !writing)) return -1;
    int fd = real(path, flags, mode);
    if (fd >= 0) {
        remember(fd, path);
        if (flags & O_CREAT) note('c', paths[fd], 0, NULL, 0);
        if (flags & O_TRUNC) note('t', paths[fd], 0, NULL, 0);
    }
    return fd;
}

#define MODE(flags) ({ mode_t mode = 0; if ((flags) & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } mode; })
int open(const char *path, int flags, ...) { return opened(REAL(open), path, flags, MODE(flags)); }
int open64(const char *path, int flags, ...) { return opened(REAL(open64), path, flags, MODE(flags)); }
int close(int fd)
{
    if (fd >= 0 && fd < FILES && paths[fd]) { free(paths[fd]); paths[fd] = NULL; }
    return REAL(close)(fd);
}

static uint64_t place(int fd)
{
    struct stat about;
    if (REAL(fcntl)(fd, F_GETFL) & O_APPEND && !fstat(fd, &about)) return about.st_size;
    off_t at = lseek(fd, 0, SEEK_CUR);
    return at < 0 ? 0 : at;
}

ssize_t write(int fd, const void *data, size_t size)
{
    const char *path = path_of(fd);
    if (fails(path, 0)) return -1;
    uint64_t at = path && journal >= 0 ? place(fd) : 0;
    ssize_t done = REAL(write)(fd, data, size);
    if (done > 0) note('w', path, at, data, done);
    return done;
}

#define PWRITE(name, type) \
    ssize_t name(int fd, const void *data, size_t size, type at) \
    { \
        if (fails(path_of(fd), 0)) return -1; \
        ssize_t done = REAL(name)(fd, data, size, at); \
        if (done > 0) note('w', path_of(fd), at, data, done); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PREAD(name, type) \
    ssize_t name(int fd, void *data, size_t size, type at) { return fails(path_of(fd), 1) ? -1 : REAL(name)(fd, data, size, at); }
PREAD(pread, off_t)
PREAD(pread64, off64_t)
ssize_t read(int fd, void *data, size_t size) { return fails(path_of(fd), 1) ? -1 : REAL(read)(fd, data, size); }

#define SYNC(name) \
    int name(int fd) \
    { \
        const char *path = path_of(fd); \
        if (fails(path, 0)) return -1; \
        int done = journal >= 0 ? 0 : REAL(name)(fd); \
        if (!done) note('s', path, 0, NULL, 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)

#define CUT(name, type) \
    int name(int fd, type size) \
    { \
        if (fails(path_of(fd), 0)) return -1; \
        int done = REAL(name)(fd, size); \
        if (!done) note('t', path_of(fd), size, NULL, 0); \
        return done; \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

int unlink(const char *path)
{
    if (fails(path, 0)) return -1;
    int done = REAL(unlink)(path);
    if (!done) note('u', path, 0, NULL, 0);
    return done;
}

int mkdir(const char *path, mode_t mode)
{
    if (fails(path, 0)) return -1;
    int done = REAL(mkdir)(path, mode);
    if (!done) note('m', path, 0, NULL, 0);
    return done;
}

int rename(const char *from, const char *to)
{
    if (fails(from, 0) || fails(to, 0)) return -1;
    int done = REAL(rename)(from, to);
    if (!done) note('r', from, 0, to, strlen(to));
    return done;
}
