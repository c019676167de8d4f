#ifndef CALLOCATOR_SHIM_H
#define CALLOCATOR_SHIM_H
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Keeps up to so many bytes that were given back for the next who asks: without it each statement that needs tens of megabytes gets them from the system
   page by page (mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD). */
static inline void callocator_keep_freed(int bytes) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, bytes);
#endif
}

#endif
