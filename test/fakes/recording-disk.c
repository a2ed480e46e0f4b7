// Loaded before a program (LD_PRELOAD), this writes down what the program does to the files under
// DISK_ROOT. From that a test knows what a disk would hold that lost its power at some moment. A
// record on DISK_TAPE is the line "WHAT NANOSECONDS INODE OFFSET LENGTH" and LENGTH bytes. All
// processes and threads take turns, so the records are in the order in which things happened.
//
// While the file DISK_READONLY is there, the disk refuses to be written. Mounting it anew would not do
// that to files that are open; a kernel does it by itself when a disk fails.
//
// What SQLite maps into memory (the -shm file) is not seen; it means nothing after a power cut.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *readonly;
static int tape;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("DISK_TAPE");
  root = getenv("DISK_ROOT");
  readonly = getenv("DISK_READONLY");
  if (!path || !root || !readonly) abort();
  tape = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (tape < 0) abort();
}

static void begin(void) {
  pthread_mutex_lock(&turn);
  flock(tape, LOCK_EX);
}

static void end(void) {
  int failure = errno;
  flock(tape, LOCK_UN);
  pthread_mutex_unlock(&turn);
  errno = failure;
}

static void note(const char *what, ino_t inode, off_t offset, const void *bytes, size_t length) {
  struct timespec now;
  char head[128];
  clock_gettime(CLOCK_MONOTONIC, &now);
  int size = snprintf(head, sizeof head, "%s %lld %llu %lld %zu\n", what,
                      now.tv_sec * 1000000000LL + now.tv_nsec, (unsigned long long)inode,
                      (long long)offset, length);
  struct iovec parts[] = {{head, size}, {(void *)bytes, length}};
  if (syscall(SYS_writev, tape, parts, 2) != (long)(size + length)) abort();
}

static int isOurs(const char *path) {
  size_t length = strlen(root);
  return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int isRefused(void) {
  int isThere = faccessat(AT_FDCWD, readonly, F_OK, 0) == 0;
  errno = isThere ? EROFS : errno;
  return isThere;
}

/** The inode, or 0 for sockets, pipes and devices. */
static ino_t inodeOf(int file) {
  struct stat found;
  if (fstat(file, &found) != 0) return 0;
  return S_ISREG(found.st_mode) || S_ISDIR(found.st_mode) ? found.st_ino : 0;
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
  va_end(rest);
  if (!isOurs(path) || !(flags & (O_CREAT | O_TRUNC)))
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int isNew = faccessat(AT_FDCWD, path, F_OK, 0) != 0;
  if ((isNew || flags & O_TRUNC) && isRefused()) return -1;
  begin();
  int file = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  if (file >= 0 && isNew) note("create", inodeOf(file), 0, path, strlen(path));
  else if (file >= 0 && flags & O_TRUNC) note("resize", inodeOf(file), 0, "", 0);
  end();
  return file;
}

static ssize_t noteWritten(int file, ino_t inode, const struct iovec *parts, ssize_t written, off_t at) {
  if (written > 0 && at < 0) at = lseek(file, 0, SEEK_CUR) - written;
  for (ssize_t left = written; left > 0; parts++) {
    size_t length = (ssize_t)parts->iov_len < left ? parts->iov_len : (size_t)left;
    note("write", inode, at, parts->iov_base, length);
    at += length;
    left -= length;
  }
  return written;
}

static ssize_t writeParts(int file, const struct iovec *parts, int count, off_t at) {
  ino_t inode = inodeOf(file);
  if (inode && isRefused()) return -1;
  if (inode) begin();
  ssize_t written = at < 0 ? syscall(SYS_writev, file, parts, count)
                           : syscall(SYS_pwritev, file, parts, count, at, 0);
  if (!inode) return written;
  noteWritten(file, inode, parts, written, at);
  end();
  return written;
}

ssize_t write(int file, const void *bytes, size_t length) {
  return writeParts(file, &(struct iovec){(void *)bytes, length}, 1, -1);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  return writeParts(file, &(struct iovec){(void *)bytes, length}, 1, at);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  return writeParts(file, parts, count, -1);
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at) {
  return writeParts(file, parts, count, at);
}

int ftruncate64(int file, off64_t length) {
  if (isRefused()) return -1;
  begin();
  int failed = syscall(SYS_ftruncate, file, length);
  if (!failed) note("resize", inodeOf(file), length, "", 0);
  end();
  return failed;
}

static int sync_(long call, int file) {
  if (isRefused()) return -1;
  begin();
  int failed = syscall(call, file);
  if (!failed) note("sync", inodeOf(file), 0, "", 0);
  end();
  return failed;
}
int fsync(int file) { return sync_(SYS_fsync, file); }
int fdatasync(int file) { return sync_(SYS_fdatasync, file); }

int mkdir(const char *path, mode_t mode) {
  struct stat made;
  if (isOurs(path) && isRefused()) return -1;
  begin();
  int failed = syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (!failed && isOurs(path) && stat(path, &made) == 0)
    note("mkdir", made.st_ino, 0, path, strlen(path));
  end();
  return failed;
}

static int removeAt(const char *path, int flags) {
  if (isOurs(path) && isRefused()) return -1;
  begin();
  int failed = syscall(SYS_unlinkat, AT_FDCWD, path, flags);
  if (!failed && isOurs(path)) note("remove", 0, 0, path, strlen(path));
  end();
  return failed;
}
int unlink(const char *path) { return removeAt(path, 0); }
int rmdir(const char *path) { return removeAt(path, AT_REMOVEDIR); }

int rename(const char *from, const char *to) {
  if (isOurs(to) && isRefused()) return -1;
  begin();
  int failed = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (!failed && isOurs(to)) {
    char both[8192];
    int size = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
    note("rename", 0, 0, both, size);
  }
  end();
  return failed;
}
