/* JSON: one object a line, for other programs. The manual documents names and units. */
#ifndef OBSERVE_JSON_H
#define OBSERVE_JSON_H

#include "job/job.h"
#include "observe/process.h"

/* Appends a string in quotation marks. Bytes that are no UTF-8 become U+FFFD. */
void json_string(struct strbuf *buffer, const char *text);

/* "name":value, each preceded by a comma unless it is the object's first. */
void json_open(struct strbuf *buffer, const char *type);
void json_number(struct strbuf *buffer, const char *name, int64_t value);
void json_text(struct strbuf *buffer, const char *name, const char *value); /* NULL: null */
void json_bool(struct strbuf *buffer, const char *name, bool value);
void json_null(struct strbuf *buffer, const char *name);
/* Ends the object and its line. */
void json_close(struct strbuf *buffer);

/* {"type":"job",...}. */
void json_job(struct job *job, struct strbuf *buffer);
/* {"type":"process",...} for each, and {"type":"pipe",...} for those between them. */
void json_processes(struct snapshot *snapshot, size_t first, size_t last, struct strbuf *buffer);

#endif
