/*
 * A disk that fails at one call: the N-th call that changes something under FAULT_DIR, counted over all threads and over
 * the processes that the program starts, answers with a fault. Which fault, and which N, stands in the file at
 * FAULT_CONTROL, which everybody maps: `struct control` below. Calls without the text `only` are not counted. It can be changed while the program runs.
 *
 * gcc -shared -fPIC -O2 -o s.so syscall-shim.c -ldl; LD_PRELOAD=s.so FAULT_DIR=/data FAULT_CONTROL=/tmp/c program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum fault { NONE, NO_SPACE, IO_ERROR, INTERRUPTED, SHORT, TORN, SLOW };
enum kind { WRITE, FLUSH, OTHER_FD, OPEN, NAME };

struct control {
  uint32_t fault, nth, count, fired, torn, slow_ms;
  char where[232], only[128];
};

static struct control *control;
static char folder[PATH_MAX];
static size_t folder_length;
static char preload[PATH_MAX + 16], dir_variable[PATH_MAX + 16], control_variable[PATH_MAX + 16];

__attribute__((constructor)) static void begin(void) {
  const char *dir = getenv("FAULT_DIR"), *path = getenv("FAULT_CONTROL"), *self = getenv("LD_PRELOAD");
  if (dir == NULL || path == NULL || self == NULL) return;
  int fd = open(path, O_RDWR);
  if (fd < 0) abort();
  void *page = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (page == MAP_FAILED) abort();
  folder_length = (size_t)snprintf(folder, sizeof folder, "%s/", dir);
  snprintf(preload, sizeof preload, "LD_PRELOAD=%s", self);
  snprintf(dir_variable, sizeof dir_variable, "FAULT_DIR=%s", dir);
  snprintf(control_variable, sizeof control_variable, "FAULT_CONTROL=%s", path);
  control = page;
}

#define REAL(type, name) \
  static __typeof__(type) real; \
  if (real == NULL) real = (__typeof__(real))dlsym(RTLD_NEXT, name); \
  if (real == NULL) abort()

static int is_armed(void) { return control != NULL && __atomic_load_n(&control->fault, __ATOMIC_SEQ_CST) != NONE; }

static int is_inside(const char *path) { return path != NULL && strncmp(path, folder, folder_length) == 0; }

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return 1;
}

static int is_meant(enum fault fault, enum kind kind, size_t length) {
  switch (fault) {
    case NO_SPACE:
    case IO_ERROR: return 1;
    case INTERRUPTED: return kind != NAME;
    case SHORT:
    case TORN: return kind == WRITE && length > 1;
    case SLOW: return kind == FLUSH;
    default: return 0;
  }
}

/* The fault of this call, when it is the N-th. */
static enum fault fault_at(const char *call, const char *path, enum kind kind, size_t length) {
  enum fault fault = __atomic_load_n(&control->fault, __ATOMIC_SEQ_CST);
  if (!is_inside(path) || !is_meant(fault, kind, length)) return NONE;
  char where[sizeof control->where];
  snprintf(where, sizeof where, "%s %.200s", call, path + folder_length);
  if (strstr(where, control->only) == NULL) return NONE;
  if (__atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST) != control->nth) return NONE;
  memcpy(control->where, where, sizeof where);
  __atomic_store_n(&control->fired, 1, __ATOMIC_SEQ_CST);
  return fault;
}

static enum fault fault_of(const char *call, int fd, enum kind kind, size_t length) {
  char path[PATH_MAX];
  int before = errno;
  enum fault fault = is_armed() && path_of(fd, path) ? fault_at(call, path, kind, length) : NONE;
  errno = before;
  return fault;
}

static enum fault fault_of_name(const char *call, const char *path, enum kind kind) {
  return is_armed() ? fault_at(call, path, kind, 0) : NONE;
}

static int refuse(enum fault fault) {
  errno = fault == NO_SPACE || fault == TORN ? ENOSPC : fault == INTERRUPTED ? EINTR : EIO;
  return -1;
}

static int is_refused(enum fault fault) { return fault == NO_SPACE || fault == IO_ERROR || fault == INTERRUPTED; }

/* How much of a write is written; -1 when it is refused. After a torn one the disk is full, once. */
static ssize_t room_for(const char *call, int fd, size_t length) {
  char path[PATH_MAX];
  if (is_armed() && control->torn && path_of(fd, path) && is_inside(path) &&
      __atomic_exchange_n(&control->torn, 0, __ATOMIC_SEQ_CST))
    return refuse(TORN);
  enum fault fault = fault_of(call, fd, WRITE, length);
  if (is_refused(fault)) return refuse(fault);
  if (fault == TORN) __atomic_store_n(&control->torn, 1, __ATOMIC_SEQ_CST);
  return (ssize_t)(fault == SHORT || fault == TORN ? length / 2 : length);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t(*)(int, const void *, size_t), "write");
  ssize_t room = room_for("write", fd, length);
  return room < 0 ? room : real(fd, bytes, (size_t)room);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  REAL(ssize_t(*)(int, const void *, size_t, off64_t), "pwrite64");
  ssize_t room = room_for("pwrite", fd, length);
  return room < 0 ? room : real(fd, bytes, (size_t)room, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

static size_t length_of(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int at = 0; at < count; at++) length += parts[at].iov_len;
  return length;
}

/* Of several parts a short write writes half of the first. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t(*)(int, const struct iovec *, int), "writev");
  size_t length = length_of(parts, count);
  ssize_t room = room_for("writev", fd, length);
  if (room < 0) return room;
  if ((size_t)room == length) return real(fd, parts, count);
  struct iovec part = {parts[0].iov_base, (parts[0].iov_len + 1) / 2};
  return real(fd, &part, 1);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  REAL(ssize_t(*)(int, const struct iovec *, int, off64_t), "pwritev64");
  size_t length = length_of(parts, count);
  ssize_t room = room_for("pwritev", fd, length);
  if (room < 0) return room;
  if ((size_t)room == length) return real(fd, parts, count, at);
  struct iovec part = {parts[0].iov_base, (parts[0].iov_len + 1) / 2};
  return real(fd, &part, 1, at);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }

static int flush(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (real == NULL) abort();
  enum fault fault = fault_of(name, fd, FLUSH, 0);
  if (is_refused(fault)) return refuse(fault);
  if (fault == SLOW) {
    struct timespec pause = {control->slow_ms / 1000, (long)(control->slow_ms % 1000) * 1000000};
    nanosleep(&pause, NULL);
  }
  return real(fd);
}

int fsync(int fd) { return flush("fsync", fd); }
int fdatasync(int fd) { return flush("fdatasync", fd); }

int ftruncate64(int fd, off64_t length) {
  REAL(int (*)(int, off64_t), "ftruncate64");
  enum fault fault = fault_of("ftruncate", fd, OTHER_FD, 0);
  return is_refused(fault) ? refuse(fault) : real(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int open_at(int folder_fd, const char *path, int flags, mode_t mode) {
  REAL(int (*)(int, const char *, int, ...), "openat64");
  enum fault fault = flags & O_CREAT ? fault_of_name("open", path, OPEN) : NONE;
  return is_refused(fault) ? refuse(fault) : real(folder_fd, path, flags, mode);
}

static mode_t mode_of(int flags, va_list more) {
  return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

#define WITH_MODE(call) \
  va_list more; \
  va_start(more, flags); \
  mode_t mode = mode_of(flags, more); \
  va_end(more); \
  return call

int open(const char *path, int flags, ...) { WITH_MODE(open_at(AT_FDCWD, path, flags, mode)); }
int open64(const char *path, int flags, ...) { WITH_MODE(open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode)); }
int openat(int fd, const char *path, int flags, ...) { WITH_MODE(open_at(fd, path, flags, mode)); }
int openat64(int fd, const char *path, int flags, ...) { WITH_MODE(open_at(fd, path, flags | O_LARGEFILE, mode)); }

int rename(const char *from, const char *to) {
  REAL(int (*)(const char *, const char *), "rename");
  enum fault fault = fault_of_name("rename", to, NAME);
  return is_refused(fault) ? refuse(fault) : real(from, to);
}

int link(const char *from, const char *to) {
  REAL(int (*)(const char *, const char *), "link");
  enum fault fault = fault_of_name("link", to, NAME);
  return is_refused(fault) ? refuse(fault) : real(from, to);
}

int unlink(const char *path) {
  REAL(int (*)(const char *), "unlink");
  enum fault fault = fault_of_name("unlink", path, NAME);
  return is_refused(fault) ? refuse(fault) : real(path);
}

int rmdir(const char *path) {
  REAL(int (*)(const char *), "rmdir");
  enum fault fault = fault_of_name("rmdir", path, NAME);
  return is_refused(fault) ? refuse(fault) : real(path);
}

int unlinkat(int fd, const char *name, int flags) {
  REAL(int (*)(int, const char *, int), "unlinkat");
  char path[PATH_MAX];
  size_t length = 0;
  if (name[0] != '/' && is_armed() && path_of(fd, path)) {
    length = strlen(path);
    snprintf(path + length, sizeof path - length, "/%s", name);
  }
  enum fault fault = fault_of_name("unlink", length > 0 ? path : name, NAME);
  return is_refused(fault) ? refuse(fault) : real(fd, name, flags);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int (*)(const char *, mode_t), "mkdir");
  enum fault fault = fault_of_name("mkdir", path, NAME);
  return is_refused(fault) ? refuse(fault) : real(path, mode);
}

/* A process that is started with an environment of its own stands on the same disk. */
int execvp(const char *file, char *const arguments[]) {
  REAL(int (*)(const char *, char *const[]), "execvp");
  static char *variables[4096];
  if (control == NULL) return real(file, arguments);
  int count = 0;
  for (char **at = environ; at != NULL && *at != NULL && count < 4092; at++)
    if (strncmp(*at, "LD_PRELOAD=", 11) != 0 && strncmp(*at, "FAULT_", 6) != 0) variables[count++] = *at;
  variables[count++] = preload;
  variables[count++] = dir_variable;
  variables[count++] = control_variable;
  variables[count] = NULL;
  environ = variables;
  return real(file, arguments);
}
