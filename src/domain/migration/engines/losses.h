// The kinds of loss between engines, as data: what each costs and what to do about it.
#pragma once

#include "domain/migration/model/conversion.h"

namespace assay::migration::losses {

using enum Harm;

// What the data may become.
inline constexpr LossKind foreign_key{"foreign-key", data, "foreign keys that are not made", "Nothing refuses orphans now: make the parent's key unique, clean the rows, add the key"};
inline constexpr LossKind orphans{"orphans", data, "foreign keys that the rows break", "They hold for new rows; remove the orphans, then VALIDATE CONSTRAINT"};
inline constexpr LossKind key_case{"key-case", data, "unique keys that now tell upper from lower case", "Two rows that differ in case alone are let in: --case lower, citext or icu keeps them out"};
inline constexpr LossKind unsigned_bigint{"unsigned-bigint", data, "BIGINT UNSIGNED as bigint: half its range", "Above 9,223,372,036,854,775,807 is refused; use numeric(20) where such values are (hashes)"};
inline constexpr LossKind check_dropped{"check", data, "checks that are not made", "Rewrite them by hand, or check in the program"};
inline constexpr LossKind versioned{"system-versioned", data, "system versioning: the history of rows", "Keep old versions by a trigger into a table of history"};
inline constexpr LossKind nul_bytes{"nul-bytes", data, "NUL bytes in text", "They are left out of the values; where they matter the column is bytea"};
inline constexpr LossKind not_utf8{"not-utf8", data, "text that is not UTF-8", "It is read as Windows-1252 (MySQL's latin1): look at these values"};
inline constexpr LossKind enum_empty{"enum-empty", data, "values of ENUM that are none of its list", "MySQL keeps '' for what it could not store; here it is NULL"};

// What programs see.
inline constexpr LossKind text_case{"case-insensitive", behaviour, "columns whose comparisons ignored case (and accents)", "=, LIKE, ORDER BY, DISTINCT and joins tell case apart: write lower(…) or ILIKE, or convert with --case citext or icu"};
inline constexpr LossKind icu_like{"icu-like", behaviour, "LIKE on columns with a collation that ignores case", "Before PostgreSQL 18 it is refused: write column COLLATE \"C\" LIKE …"};
inline constexpr LossKind booleans{"boolean", behaviour, "TINYINT(1) and BIT(1) as boolean", "Programs that write or compare 0 and 1 must say false and true"};
inline constexpr LossKind zero_dates{"zero-date", behaviour, "zero dates as NULL", "NOT NULL and the default are gone there: programs must expect NULL, not '0000-00-00'"};
inline constexpr LossKind auto_increment{"auto-increment", behaviour, "AUTO_INCREMENT as identity", "Leave the column out of INSERT (NULL or 0 no longer ask for the next number), and ask for it by RETURNING instead of LAST_INSERT_ID()"};
inline constexpr LossKind lower_names{"names", behaviour, "names in lower case", "PostgreSQL folds what is not quoted; programs that read results by name see lower case. --names keep keeps and quotes them"};
inline constexpr LossKind quoted_names{"quoted-names", behaviour, "names that must stand in double quotes", "Keywords and odd characters: quote them in every query, or rename"};
inline constexpr LossKind sets{"set", behaviour, "SET as an array", "FIND_IN_SET('a', c) is 'a' = ANY (c); order and repetition are up to the program now"};
inline constexpr LossKind fulltext{"fulltext", behaviour, "FULLTEXT keys as GIN indexes over to_tsvector", "MATCH … AGAINST has to become to_tsvector(…) @@ websearch_to_tsquery('simple', …), with the index's expression; ranks and stop words differ"};
inline constexpr LossKind time_range{"time-range", behaviour, "TIME as time of day", "Durations below 0 and beyond 24 hours are refused; use interval where it is one"};
inline constexpr LossKind intervals{"interval", behaviour, "TIME as interval, because its rows go beyond a day", "Programs read intervals as text in another form"};
inline constexpr LossKind not_boolean{"not-boolean", note, "TINYINT(1) that holds more than 0 and 1, kept as smallint", "Nothing to do: the rows say that it is a number"};
inline constexpr LossKind zerofill{"zerofill", behaviour, "ZEROFILL", "Numbers are shown without leading zeros: lpad(c::text, n, '0') shows them"};
inline constexpr LossKind float_digits{"float-digits", behaviour, "rounding of FLOAT(m,d) and DOUBLE(m,d)", "Values are kept as they are; numeric(m,d) rounds"};
inline constexpr LossKind geometry{"geometry", behaviour, "geometry without PostGIS", "Kept as well-known binary in bytea, or as PostgreSQL's own point, path and polygon: no SRID, other functions; with PostGIS ST_GeomFromWKB takes it over"};
inline constexpr LossKind json_text{"json", behaviour, "JSON as jsonb", "The text is not kept as written: keys are sorted and stand once; ->> gives text as before"};
inline constexpr LossKind default_value{"default", behaviour, "defaults that are not taken over", "Set them by hand; without one, programs must give the value"};
inline constexpr LossKind on_update{"on-update", behaviour, "ON UPDATE CURRENT_TIMESTAMP as a trigger", "A statement that sets the column to the value it had cannot be told from one that leaves it alone"};
inline constexpr LossKind view_security{"view-security", behaviour, "SQL SECURITY INVOKER of views", "Views run with their owner's rights; from PostgreSQL 15 on: ALTER VIEW … SET (security_invoker = true)"};
inline constexpr LossKind invisible_column{"invisible-column", behaviour, "INVISIBLE columns", "SELECT * shows them: name the columns"};

// What it costs.
inline constexpr LossKind prefix_index{"prefix-index", speed, "index prefixes", "The index is on left(column, n): queries use it only when they say left(column, n) = … too"};
inline constexpr LossKind spatial_index{"spatial-index", speed, "SPATIAL keys that are not made", "bytea has no spatial index: with PostGIS make a GiST index"};
inline constexpr LossKind partitions{"partitions", speed, "partitions", "The table is one; partition it by hand before it is filled where that matters"};
inline constexpr LossKind invisible_index{"invisible-index", speed, "indexes that the planner did not use, not made", "Make them where they are wanted"};
inline constexpr LossKind index_dropped{"index", speed, "indexes that are not made", "Make one by hand where queries need it"};

// What is good to know.
inline constexpr LossKind unsigned_numbers{"unsigned", note, "UNSIGNED as the next larger type with CHECK (… >= 0)", "Nothing to do; keys that count up and those that refer to them have no check"};
inline constexpr LossKind virtual_columns{"virtual", note, "VIRTUAL generated columns as STORED", "They take room and are computed when a row is written; from PostgreSQL 18 on there is VIRTUAL"};
inline constexpr LossKind char_padding{"char", note, "CHAR(n) as varchar(n)", "MySQL gives it back without the blanks at its end, PostgreSQL's char(n) would show them"};
inline constexpr LossKind index_names{"index-names", note, "indexes under other names", "PostgreSQL wants them unique in the schema; hints by name do not exist"};
inline constexpr LossKind short_names{"short-names", note, "names cut to 63 bytes", "Use the new name"};
inline constexpr LossKind engines{"engine", note, "storage engines other than InnoDB", "Tables are logged and crash-safe; MEMORY may be UNLOGGED, MERGE and FEDERATED are partitions and foreign tables"};
inline constexpr LossKind partition_hash{"partition-hash", note, "HASH and KEY partitions by PostgreSQL's own hash", "Rows lie in other partitions than before"};
inline constexpr LossKind enum_text{"enum-text", note, "ENUM as text with CHECK", "A label is longer than the 63 bytes that an enum's may have"};
inline constexpr LossKind databases{"databases", note, "databases as schemas", "One PostgreSQL database holds them; set search_path per role"};

}  // namespace assay::migration::losses
