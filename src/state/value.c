/* A variable's content as bytes. */
#include "state/value.h"

#include "base/memory.h"

size_t value_format_number(char *text, int64_t number)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    char digits[VALUE_NUMBER_SIZE];
    char *first = digits + sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

    while (rest >= 100) {
        memcpy(first -= 2, pairs + rest % 100 * 2, 2);
        rest /= 100;
    }
    if (rest >= 10)
        memcpy(first -= 2, pairs + rest * 2, 2);
    else
        *--first = (char)('0' + rest);
    if (number < 0)
        *--first = '-';
    size_t length = (size_t)(digits + sizeof digits - first);
    memcpy(text, first, length);
    text[length] = '\0';
    return length;
}

/* Texts often grow a little with each assignment: some room to spare saves most allocations. */
static size_t rounded(size_t size)
{
    return (size + size / 8 + 31) & ~(size_t)31;
}

static void store_elsewhere(struct variable *variable, const char *text, size_t length)
{
    char *old = value_owns_text(variable) ? variable->text : NULL;

    if (length < sizeof variable->small) {
        variable->text = variable->small;
        variable->capacity = sizeof variable->small;
    } else {
        variable->capacity = rounded(length + 1);
        variable->text = memory_alloc(variable->capacity);
    }
    value_store_in_place(variable, text, length);
    free(old); /* not before: the new text may be part of it */
}

void value_store(struct variable *variable, const char *text, size_t length)
{
    variable->flags &= (uint8_t)~VARIABLE_IMPORTED;
    if (value_fits(variable, length))
        value_store_in_place(variable, text, length);
    else
        store_elsewhere(variable, text, length);
}

void value_borrow(struct variable *variable, char *text, size_t length)
{
    value_free(variable);
    variable->text = text;
    variable->length = length;
    variable->capacity = 0;
    variable->form = FORM_TEXT;
}

/* Makes room for `size` bytes, keeping the text. */
static void grow(struct variable *variable, size_t size)
{
    size_t capacity = size + size / 2 + 32;

    if (value_owns_text(variable)) {
        variable->text = memory_realloc(variable->text, capacity);
    } else {
        char *text = memory_alloc(capacity);
        memcpy(text, variable->text, variable->length + 1);
        variable->text = text;
    }
    variable->capacity = capacity;
}

void value_append(struct variable *variable, const char *text, size_t length)
{
    if (!variable->form) {
        value_store(variable, text, length);
        return;
    }
    if (!(variable->form & FORM_TEXT))
        value_format(variable);
    variable->flags &= (uint8_t)~VARIABLE_IMPORTED;
    if (length >= variable->capacity || variable->capacity - length <= variable->length) {
        size_t offset = (size_t)(text - variable->text);
        bool own = (uintptr_t)text >= (uintptr_t)variable->text &&
                   (uintptr_t)text - (uintptr_t)variable->text <= variable->length;
        grow(variable, variable->length + length + 1);
        if (own)
            text = variable->text + offset;
    }
    value_move(variable->text + variable->length, text, length);
    variable->length += length;
    variable->text[variable->length] = '\0';
    variable->form = FORM_TEXT;
}

void value_store_number(struct variable *variable, int64_t number)
{
    if (variable->capacity > VALUE_KEEP)
        value_unset(variable);
    variable->number = number;
    variable->form = FORM_NUMBER;
    variable->flags &= (uint8_t)~VARIABLE_IMPORTED;
}

void value_format(struct variable *variable)
{
    if (variable->capacity < VALUE_NUMBER_SIZE) {
        variable->text = variable->small;
        variable->capacity = sizeof variable->small;
    }
    variable->length = value_format_number(variable->text, variable->number);
    variable->form |= FORM_TEXT;
}

void value_unset(struct variable *variable)
{
    value_free(variable);
    variable->text = NULL;
    variable->length = variable->capacity = 0;
    variable->form = 0;
    variable->flags &= (uint8_t)~VARIABLE_IMPORTED;
}

/* Copies everything that is content; a short text comes along inside it. */
static void move_content(struct variable *to, const struct variable *from)
{
    struct name *name = to->name;
    bool listed = to->listed;

    *to = *from;
    to->name = name;
    to->listed = listed;
    if (from->text == from->small)
        to->text = to->small;
}

void value_put_away(struct variable *away, struct variable *variable)
{
    move_content(away, variable);
    if (value_owns_text(variable))
        variable->capacity = 0;
}

void value_bring_back(struct variable *variable, struct variable *away)
{
    value_free(variable);
    move_content(variable, away);
}

void value_copy(struct variable *copy, const struct variable *variable)
{
    move_content(copy, variable);
    if (value_owns_text(variable)) {
        copy->text = NULL;
        copy->length = copy->capacity = 0;
        if (variable->form & FORM_TEXT) {
            uint8_t form = variable->form;
            value_store(copy, variable->text, variable->length);
            copy->form = form;
        }
    }
}
