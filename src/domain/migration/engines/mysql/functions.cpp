#include "domain/migration/engines/mysql/functions.h"

#include <algorithm>

namespace assay::migration::mysql {

namespace {

// MySQL manual, chapter 14; PostgreSQL manual, chapter 9.
constexpr Function functions[]{
    {"if", 3, "CASE WHEN $?1 THEN $2 ELSE $3 END"},
    {"ifnull", 2, "coalesce($1, $2)"},
    {"nvl", 2, "coalesce($1, $2)"},
    {"isnull", 1, "(($1) IS NULL)"},
    {"now", -1, "CURRENT_TIMESTAMP"},
    {"current_timestamp", -1, "CURRENT_TIMESTAMP"},
    {"localtime", -1, "LOCALTIMESTAMP"},
    {"localtimestamp", -1, "LOCALTIMESTAMP"},
    {"sysdate", -1, "clock_timestamp()"},
    {"utc_timestamp", -1, "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')"},
    {"curdate", 0, "CURRENT_DATE"},
    {"current_date", 0, "CURRENT_DATE"},
    {"curtime", -1, "LOCALTIME"},
    {"current_time", -1, "LOCALTIME"},
    {"current_user", 0, "CURRENT_USER"},
    {"user", 0, "CURRENT_USER"},
    {"database", 0, "current_schema()"},
    {"lcase", 1, "lower($1)"},
    {"ucase", 1, "upper($1)"},
    {"length", 1, "octet_length($1)"},
    {"character_length", 1, "char_length($1)"},
    {"substr", -1, "substring($*)"},
    {"mid", 3, "substring($1, $2, $3)"},
    {"locate", 2, "position($1 in $2)"},
    {"instr", 2, "position($2 in $1)"},
    {"space", 1, "repeat(' ', $1)"},
    {"char", 1, "chr($1)"},
    {"ord", 1, "ascii($1)"},
    {"hex", 1, "upper(encode(($1)::text::bytea, 'hex'))"},
    {"unhex", 1, "decode($1, 'hex')"},
    {"pow", 2, "power($1, $2)"},
    {"log10", 1, "log($1)"},
    {"log", 1, "ln($1)"},
    {"truncate", 2, "trunc(($1)::numeric, $2)"},
    {"rand", 0, "random()"},
    {"year", 1, "extract(year from $1)::integer"},
    {"month", 1, "extract(month from $1)::integer"},
    {"day", 1, "extract(day from $1)::integer"},
    {"dayofmonth", 1, "extract(day from $1)::integer"},
    {"dayofyear", 1, "extract(doy from $1)::integer"},
    {"dayofweek", 1, "(extract(dow from $1)::integer + 1)"},
    {"weekday", 1, "(extract(isodow from $1)::integer - 1)"},
    {"hour", 1, "extract(hour from $1)::integer"},
    {"minute", 1, "extract(minute from $1)::integer"},
    {"second", 1, "floor(extract(second from $1))::integer"},
    {"quarter", 1, "extract(quarter from $1)::integer"},
    {"date", 1, "($1)::date"},
    {"to_days", 1, "(($1)::date - DATE '0001-01-01' + 366)"},
    {"datediff", 2, "(($1)::date - ($2)::date)"},
    {"adddate", 2, "($1 + $2)"},
    {"subdate", 2, "($1 - $2)"},
    {"date_add", 2, "($1 + $2)"},
    {"date_sub", 2, "($1 - $2)"},
    {"last_day", 1, "(date_trunc('month', ($1)::timestamp) + interval '1 month - 1 day')::date"},
    {"unix_timestamp", 0, "extract(epoch from CURRENT_TIMESTAMP)::bigint"},
    {"unix_timestamp", 1, "extract(epoch from $1)::bigint"},
    {"from_unixtime", 1, "to_timestamp($1)"},
    {"uuid", 0, "gen_random_uuid()"},
    {"find_in_set", 2, "coalesce(array_position(string_to_array(($2)::text, ','), ($1)::text), 0)"},
    {"regexp_like", 2, "($1 ~* $2)"},
    {"json_object", -1, "jsonb_build_object($*)"},
    {"json_array", -1, "jsonb_build_array($*)"},
    {"json_arrayagg", 1, "jsonb_agg($1)"},
    {"json_objectagg", 2, "jsonb_object_agg($1, $2)"},
    {"json_unquote", 1, "($1 #>> '{}')"},
    {"json_length", 1, "jsonb_array_length($1)"},
    {"std", 1, "stddev_pop($1)"},
    {"stddev", 1, "stddev_pop($1)"},
    {"variance", 1, "var_pop($1)"},
};

}  // namespace

const Function* find_function(std::string_view name, int arguments) {
    const auto found = std::find_if(std::begin(functions), std::end(functions),
                                    [&](const Function& each) { return each.name == name && (each.arguments < 0 || each.arguments == arguments); });
    return found == std::end(functions) ? nullptr : found;
}

}  // namespace assay::migration::mysql
