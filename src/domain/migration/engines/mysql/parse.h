// Reads the statements of a dump that define something into the model.
#pragma once

#include "domain/migration/engines/mysql/cursor.h"
#include "domain/migration/engines/mysql/model.h"
#include "domain/migration/engines/mysql/statements.h"

namespace assay::migration::mysql {

// What earlier statements set.
struct Settings {
    std::string database = {};        // USE
    bool zero_means_zero = false;     // NO_AUTO_VALUE_ON_ZERO
    bool ansi_quotes = false;         // "name" is a name
};

// What a statement is for, by its first words.
enum class Purpose : unsigned char { nothing, definition, rows, session };
Purpose purpose_of(std::string_view statement);

// Adds what the statement defines; what cannot be read is a problem of the dump.
void read_statement(const Statement& statement, Settings& settings, Dump& dump);

// Parts of the grammar.
Type parse_type(Cursor& cursor);
void parse_create_table(Cursor& cursor, Table& table);
// One column or key of CREATE TABLE or ALTER TABLE … ADD.
void parse_element(Cursor& cursor, Table& table);
Column parse_column(Cursor& cursor, Table& table);
Key parse_key(Cursor& cursor, Key::Kind kind);
std::vector<KeyPart> parse_key_parts(Cursor& cursor);
void parse_key_options(Cursor& cursor, Key& key);
// An option of a table, if one comes next.
bool parse_table_option(Cursor& cursor, Table& table);
Partitioning parse_partitioning(Cursor& cursor);
void parse_alter_table(Cursor& cursor, Table& table);

}  // namespace assay::migration::mysql
