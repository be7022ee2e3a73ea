// What MySQL's types become: the table of casts, and the form in which their values travel.
#pragma once

#include <string>
#include <string_view>

#include "domain/migration/engines/mysql/model.h"

namespace assay::migration::mysql {

// How a value of the dump becomes text that COPY takes.
enum class Form : unsigned char { number, text, boolean, bits, bytes, date, time, interval, enumerated, set, json, point, path, wkb };

struct Cast {
    std::string_view source;
    std::string_view target;
    std::string_view target_unsigned;  // where it is another
    enum class Keeps : unsigned char { nothing, length, precision, digits } keeps;
    Form form;
};

// Of a type's canonical name; of those unknown, the one for text.
const Cast& cast_of(std::string_view type);

// What the rows say about a column, where its declaration leaves it open.
struct ColumnFacts {
    bool has_values = false;
    bool beyond_boolean = false;  // neither 0 nor 1
    bool beyond_bigint = false;   // above 2^63 - 1
    bool beyond_day = false;      // a TIME below 0 or from 24:00:00 on
    bool not_point = false;
    long long zero_dates = 0;
};

struct CastResult {
    std::string type;  // PostgreSQL's
    Form form;
};
// Of ENUM and SET the form alone: their types are made.
CastResult cast(const Column& column, const ColumnFacts& facts);

bool is_text(const Type& type);
bool is_boolean(const Type& type);

}  // namespace assay::migration::mysql
