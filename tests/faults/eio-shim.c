/*
 * A disk that fails to keep what was flushed, once: the next fsync or fdatasync of a database's write-ahead log fails
 * with EIO after the file at EIO_ONCE has appeared, which is removed with it. After such a failure the kernel forgets
 * the pages and reports the next flush as good.
 *
 * A flush of nothing but the log's head, 32 bytes, is passed over: what is meant is one of a commit.
 *
 * EIO_THREAD=main takes those of the main thread, which commits; EIO_THREAD=other those of the one that checkpoints.
 *
 * gcc -shared -fPIC -O2 -o eio.so eio-shim.c -ldl; LD_PRELOAD=eio.so EIO_ONCE=/tmp/now program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef int (*flush_fn)(int);

static int is_log(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return strstr(path, "data.db-wal") != NULL;
}

#define HEAD_LENGTH 32
static size_t last_length;

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  ssize_t (*real)(int, const void *, size_t, off64_t) =
      (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (real == NULL) abort();
  if (getenv("EIO_ONCE") != NULL && is_log(fd)) last_length = length;
  return real(fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

static int flush(const char *name, int fd) {
  flush_fn real = (flush_fn)dlsym(RTLD_NEXT, name);
  const char *trigger = getenv("EIO_ONCE");
  if (real == NULL) abort();
  const char *thread = getenv("EIO_THREAD");
  int is_main = syscall(SYS_gettid) == getpid();
  int is_meant = thread == NULL || (strcmp(thread, "main") == 0) == is_main;
  if (trigger != NULL && is_meant && last_length != HEAD_LENGTH && is_log(fd) && unlink(trigger) == 0) {
    errno = EIO;
    return -1;
  }
  return real(fd);
}

int fsync(int fd) { return flush("fsync", fd); }

int fdatasync(int fd) { return flush("fdatasync", fd); }
