// PARTITION BY … (MySQL manual 26.2).
#include "domain/migration/engines/mysql/parse.h"

namespace assay::migration::mysql {

namespace {

// "(1, 'x')", values one by one.
std::vector<std::string> parse_values(Cursor& cursor) {
    std::vector<std::string> values(1);
    cursor.expect_symbol("(");
    while (!cursor.at_end() && !cursor.sees_symbol(")")) {
        if (cursor.accept_symbol(",")) {
            values.emplace_back();
        } else if (cursor.sees_symbol("(")) {
            values.back() += "(" + cursor.group().text + ")";
        } else {
            values.back() += cursor.text();
            cursor.skip();
        }
    }
    cursor.expect_symbol(")");
    return values;
}

Partition parse_partition(Cursor& cursor) {
    cursor.expect("partition");
    Partition partition{cursor.name("a partition's name"), "", {}};
    if (cursor.accept("values less than")) {
        if (cursor.accept("maxvalue")) partition.less_than = "MAXVALUE";
        else partition.less_than = cursor.group().text;
    } else if (cursor.accept("values in")) {
        partition.in = parse_values(cursor);
    } else if (cursor.accept("values")) {
        cursor.expect("in");
        partition.in = parse_values(cursor);
    }
    // Options, subpartitions: up to the next one.
    while (!cursor.at_end() && !cursor.sees_symbol(",") && !cursor.sees_symbol(")")) cursor.skip_group();
    return partition;
}

int parse_number(Cursor& cursor) { return Type{"number", {cursor.number("a number of partitions")}}.length(); }

}  // namespace

Partitioning parse_partitioning(Cursor& cursor) {
    Partitioning result{.place = cursor.place()};
    cursor.expect("partition by");
    cursor.accept("linear");
    result.method = lower(cursor.text());
    cursor.skip();
    cursor.accept("columns");
    if (cursor.accept("algorithm")) cursor.option_value();
    if (cursor.sees_symbol("(")) result.by = cursor.group().text;
    if (cursor.accept("partitions")) result.number = parse_number(cursor);
    if (cursor.accept("subpartition by")) {
        result.has_subpartitions = true;
        cursor.accept("linear");
        cursor.skip();
        cursor.skip_group();
        if (cursor.accept("subpartitions")) parse_number(cursor);
    }
    if (cursor.accept_symbol("(")) {
        do result.partitions.push_back(parse_partition(cursor));
        while (cursor.accept_symbol(","));
        cursor.expect_symbol(")");
    }
    return result;
}

}  // namespace assay::migration::mysql
