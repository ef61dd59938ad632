// A clock that can be set: CLOCK_REALTIME plus the seconds that the file CLOCK_OFFSET holds, read again once a second. All other
// clocks are untouched, so timeouts last as long as they should. To be loaded by LD_PRELOAD.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long offset;
static volatile long read_at;

static void shift(struct timespec *now) {
    if (now->tv_sec != read_at) {
        read_at = now->tv_sec;
        const char *name = getenv("CLOCK_OFFSET");
        int file = name ? open(name, O_RDONLY) : -1;
        if (file >= 0) {
            char text[32];
            ssize_t count = read(file, text, sizeof text - 1);
            close(file);
            if (count > 0) {
                text[count] = 0;
                offset = atol(text);
            }
        }
    }
    now->tv_sec += offset;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && clock == CLOCK_REALTIME) {
        shift(now);
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void) zone;
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now) {
        *now = precise.tv_sec;
    }
    return precise.tv_sec;
}
