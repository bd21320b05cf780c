/*
 * A power cut for one process: what a file held at its last successful fsync is what the disk would still hold.
 *
 * After each fsync or fdatasync of a file of a database, a copy of its whole content goes to DURABLE_DIR under its
 * name. To cut the power: SIGKILL, then put the copies in the place of the files, and remove what has no copy. This
 * is stricter than most disks, which keep some of what was not yet flushed.
 *
 * One lock covers flush and copy: without it an older copy of one thread could replace a newer one of another, and
 * the test would blame the database for it. A copy that cannot be made ends the process: to go on would be a test
 * that cannot fail, or one that fails for nothing.
 *
 * gcc -shared -fPIC -O2 -o shim.so fsync-shim.c -ldl -lpthread; LD_PRELOAD=shim.so DURABLE_DIR=dir program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*flush_fn)(int);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void give_up(const char *what) {
  perror(what);
  abort();
}

static void copy_content(int from, int to) {
  char buffer[1 << 16];
  off_t offset = 0;
  for (;;) {
    ssize_t got = pread(from, buffer, sizeof buffer, offset);
    if (got < 0) give_up("fsync shim: pread");
    if (got == 0) return;
    for (ssize_t done = 0; done < got;) {
      ssize_t put = write(to, buffer + done, (size_t)(got - done));
      if (put < 0) give_up("fsync shim: write");
      done += put;
    }
    offset += got;
  }
}

/* The files of a database: x.db, x.db-wal, x.db-journal; never the index of the WAL, which is rebuilt. */
static const char *database_name(const char *path) {
  const char *name = strrchr(path, '/');
  if (name == NULL || strstr(name, ".db") == NULL || strstr(name, "-shm") != NULL) return NULL;
  return name + 1;
}

static void keep_copy(int fd, const char *dir) {
  char link[64], path[PATH_MAX], copy[PATH_MAX], unfinished[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) give_up("fsync shim: readlink");
  path[length] = '\0';
  const char *name = database_name(path);
  if (name == NULL) return;
  if (snprintf(copy, sizeof copy, "%s/%s", dir, name) >= (int)sizeof copy) give_up("fsync shim: path");
  if (snprintf(unfinished, sizeof unfinished, "%s/.%s", dir, name) >= (int)sizeof unfinished) give_up("fsync shim: path");
  int to = open(unfinished, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (to < 0) give_up("fsync shim: open");
  /* Never through a second descriptor: closing one would drop the locks that SQLite holds on the file. */
  copy_content(fd, to);
  close(to);
  /* A kill between these lines leaves the older copy, and the flush has not been reported yet. */
  if (rename(unfinished, copy) != 0) give_up("fsync shim: rename");
}

static int flush(const char *name, int fd) {
  flush_fn real = (flush_fn)dlsym(RTLD_NEXT, name);
  const char *dir = getenv("DURABLE_DIR");
  if (real == NULL) give_up("fsync shim: dlsym");
  pthread_mutex_lock(&lock);
  int result = real(fd);
  int reason = errno;
  if (result == 0 && dir != NULL) keep_copy(fd, dir);
  pthread_mutex_unlock(&lock);
  errno = reason;
  return result;
}

int fsync(int fd) { return flush("fsync", fd); }

int fdatasync(int fd) { return flush("fdatasync", fd); }
