// Values of a dump's rows, and their text in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/engines/mysql/casts.h"

namespace assay::migration::mysql {

struct Value {
    enum class Kind : unsigned char {
        null,
        automatic,    // DEFAULT
        number,
        bytes,        // a text or a hex literal
        bits,         // digits of b'101'
        now,          // NOW() and the like
        other,        // an expression
    };
    Kind kind = Kind::null;
    bool is_hex = false;  // a number where one is expected
    std::string bytes = {};
};

struct ValueShape {
    Form form = Form::text;
    int length = -1;                        // of bit(n)
    const std::vector<std::string>* labels = nullptr;  // of ENUM and SET
};

// What had to be changed or cannot be said.
struct ValueTrouble {
    bool zero_date = false, nul_bytes = false, not_utf8 = false, not_in_list = false;
    bool unreadable = false;  // there is no text for it
};

// The text that PostgreSQL reads as this value; nothing for NULL.
std::optional<std::string> text_of(const Value& value, const ValueShape& shape, ValueTrouble& trouble);

// Whether it is '0000-00-00' or has a month or day of zero.
bool is_zero_date(std::string_view text);

// Windows-1252, which MySQL calls latin1, as UTF-8.
std::string utf8_of_windows1252(std::string_view bytes);

}  // namespace assay::migration::mysql
