// What a MySQL or MariaDB dump defines, as it says it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace assay::migration::mysql {

struct Type {
    std::string name;                        // lower case, one word: "int", "varchar", "double"
    std::vector<std::string> arguments = {};  // "10", "2"; of ENUM and SET the values
    bool is_unsigned = false, zerofill = false;
    std::string charset = {}, collation = {};

    // The first argument as a number; -1 where there is none.
    int length() const;
};

struct Expression {
    std::string text;  // as it stands, comments included
    Location place;
};

struct Check {
    std::string name;
    Expression condition;
    bool enforced = true;
};

struct Column {
    std::string name;
    Type type;
    bool not_null = false, auto_increment = false, on_update = false, invisible = false;
    std::optional<Expression> default_value = {};
    std::optional<Expression> generated = {};
    bool stored = false;
    std::string comment = {};
    Location place = {};
};

struct KeyPart {
    std::string column = {};             // empty: an expression
    std::optional<Expression> expression = {};
    int prefix = 0;                      // characters; 0: all
    bool descending = false;
};

struct Key {
    enum class Kind : unsigned char { primary, unique, index, fulltext, spatial };
    Kind kind = Kind::index;
    std::string name = {};
    std::vector<KeyPart> parts = {};
    std::string method = {};  // "hash"
    std::string comment = {};
    bool invisible = false;
    Location place = {};
};

struct TableName {
    std::string database = {};  // empty where none was said
    std::string name = {};
    std::string shown() const { return database.empty() ? name : database + "." + name; }
    bool operator==(const TableName&) const = default;
};

struct ForeignKey {
    std::string name = {};
    std::vector<std::string> columns = {};
    TableName parent = {};
    std::vector<std::string> parent_columns = {};
    std::string on_delete = {}, on_update = {};
    Location place = {};
};

struct Partition {
    std::string name;
    std::string less_than;  // the text between the parentheses, or MAXVALUE
    std::vector<std::string> in;
};

struct Partitioning {
    std::string method = {};  // "range", "list", "hash", "key"
    std::string by = {};      // the text between the parentheses
    std::vector<Partition> partitions = {};
    int number = 0;           // of HASH and KEY
    bool has_subpartitions = false;
    Location place = {};
};

struct Table {
    TableName name;
    std::vector<Column> columns = {};
    std::vector<Key> keys = {};
    std::vector<ForeignKey> foreign_keys = {};
    std::vector<Check> checks = {};
    std::string engine = {}, charset = {}, collation = {}, comment = {}, auto_increment = {};
    bool system_versioned = false;
    std::optional<Partitioning> partitioning = {};
    Location place = {};

    const Column* column(std::string_view name) const;  // names differ in more than case
};

struct View {
    TableName name;
    std::vector<std::string> columns = {};
    Expression query = {};
    bool security_invoker = false;
    Location place = {};
};

struct Sequence {
    TableName name;
    std::string start = {}, minimum = {}, maximum = {}, increment = {};
    bool cycles = false;
    Location place = {};
};

// What is named and left alone: "trigger", "procedure", "function", "event".
struct Routine {
    std::string kind;
    TableName name;
    std::string table;  // of a trigger
    Location place;
};

struct Database {
    std::string name, charset = {}, collation = {};
};

struct Problem {
    std::string message;
    std::string statement;  // its beginning
    Location place;
};

struct Dump {
    std::string file;
    std::string server = {};  // "MariaDB 10.11.6", as the first comment says
    std::vector<Database> databases = {};
    std::vector<Table> tables = {};
    std::vector<View> views = {};
    std::vector<Sequence> sequences = {};
    std::vector<Routine> routines = {};
    std::vector<Problem> problems = {};  // what could not be read, and what is not taken over

    Table* table(const TableName& name);
    const Database* database(std::string_view name) const;
};

}  // namespace assay::migration::mysql
