// Reads from standard input, which in a kernel is a person at a page.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CWorkerHooks.h"
#include "access.h"

static char *(*on_input)(void);

void cwh_on_input(char *(*handler)(void)) { on_input = handler; }

// What `readLine` calls.
ssize_t __getdelim(char **restrict line, size_t *restrict capacity, int delimiter, FILE *restrict stream) {
  if (!on_input || stream != stdin || delimiter != '\n')
    return NEXT(__getdelim)(line, capacity, delimiter, stream);
  char *text = on_input();
  if (!text) return -1;
  free(*line);
  *line = text;
  *capacity = strlen(text) + 1;
  return (ssize_t)strlen(text);
}

ssize_t getline(char **restrict line, size_t *restrict capacity, FILE *restrict stream) {
  return __getdelim(line, capacity, '\n', stream);
}
