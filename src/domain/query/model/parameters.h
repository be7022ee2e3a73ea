// Parameters: the values of $1, $2, … as a log or a plan tells them, and statements with their values in place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::query {

// Of $1 at [0] and so on, as SQL: "'5'", "NULL"; empty where the value is not known.
using ParameterValues = std::vector<std::string>;

// Of "$1 = '5', $2 = NULL", as logs and plans print them.
ParameterValues logged_values(std::string_view parameters);

// The value of $number without its quotes; empty when it is not known, or NULL.
std::string value_of(const ParameterValues& values, int number);

// The highest number of a statement's parameters; 0 when there are none.
int parameters_in(std::string_view statement);

// Each $n replaced by its value; those that are not known stay.
std::string with_values(std::string_view statement, const ParameterValues& values);

// A statement as EXPLAIN takes it.
struct PlannedStatement {
    std::string text;
    int parameters = 0;  // $1 to $n that have no value

    // With all values or none: $1 with a value and $2 without would be planned as nobody runs it.
    static PlannedStatement of(const std::string& statement, const ParameterValues& values);
};

}  // namespace assay::query
