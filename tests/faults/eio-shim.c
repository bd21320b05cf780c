/*
 * A disk that fails to keep what was flushed, once: the next fsync or fdatasync of a database's write-ahead log fails
 * with EIO after the file at EIO_ONCE has appeared, which is removed with it. After such a failure the kernel forgets
 * the pages and reports the next flush as good.
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

static int flush(const char *name, int fd) {
  flush_fn real = (flush_fn)dlsym(RTLD_NEXT, name);
  const char *trigger = getenv("EIO_ONCE");
  if (real == NULL) abort();
  const char *thread = getenv("EIO_THREAD");
  int is_main = syscall(SYS_gettid) == getpid();
  int is_meant = thread == NULL || (strcmp(thread, "main") == 0) == is_main;
  if (trigger != NULL && is_meant && is_log(fd) && unlink(trigger) == 0) {
    errno = EIO;
    return -1;
  }
  return real(fd);
}

int fsync(int fd) { return flush("fsync", fd); }

int fdatasync(int fd) { return flush("fdatasync", fd); }
