/* How alike two names are: for "did you mean". */
#ifndef BASE_DISTANCE_H
#define BASE_DISTANCE_H

/* The least number of bytes to insert, leave out, change, or swap with the next one, that makes
 * `left` of `right`; `limit` + 1 if it is more than `limit`. */
unsigned text_distance(const char *left, const char *right, unsigned limit);
/* How far a name may be from what was typed to be worth telling. */
unsigned text_distance_limit(const char *typed);

#endif
