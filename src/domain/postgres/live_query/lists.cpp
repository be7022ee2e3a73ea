#include "domain/postgres/live_query/lists.h"

#include <algorithm>
#include <iterator>

#include "core/text.h"

namespace assay::postgres::live::lists {

using std::string_view;

namespace {

template <std::size_t Size>
bool is_among(string_view word, const string_view (&words)[Size]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Sources: pg_proc of PostgreSQL 12 to 18, read through for each version.
constexpr string_view harmless_volatile[]{
    "clock_timestamp", "timeofday", "drandom", "drandom_normal", "int4random", "int8random", "numeric_random", "gen_random_uuid", "uuidv7",
    "uuidv7_interval", "array_sample", "array_shuffle", "timetz_zone", "current_query",
    // what is there
    "pg_database_size_name", "pg_database_size_oid", "pg_relation_size", "pg_table_size", "pg_total_relation_size", "pg_indexes_size",
    "pg_tablespace_size_name", "pg_tablespace_size_oid", "pg_partition_tree", "pg_partition_ancestors", "pg_lock_status", "pg_blocking_pids",
    "pg_safe_snapshot_blocking_pids", "pg_is_in_recovery", "pg_is_wal_replay_paused", "pg_current_wal_lsn", "pg_current_wal_insert_lsn",
    "pg_current_wal_flush_lsn", "pg_last_wal_receive_lsn", "pg_last_wal_replay_lsn", "pg_last_xact_replay_timestamp", "pg_sequence_last_value",
    "pg_get_sequence_data", "pg_prepared_xact", "pg_jit_available", "pg_collation_actual_version", "pg_database_collation_actual_version",
    "pg_notification_queue_usage", "pg_get_wait_events", "pg_xact_commit_timestamp", "pg_stat_get_io", "pg_stat_get_recovery_prefetch",
    "pg_stat_get_xact_blocks_fetched", "pg_stat_get_xact_blocks_hit", "pg_stat_get_xact_function_calls", "pg_stat_get_xact_function_self_time",
    "pg_stat_get_xact_function_total_time", "pg_stat_get_xact_numscans", "pg_stat_get_xact_tuples_deleted", "pg_stat_get_xact_tuples_fetched",
    "pg_stat_get_xact_tuples_hot_updated", "pg_stat_get_xact_tuples_inserted", "pg_stat_get_xact_tuples_newpage_updated",
    "pg_stat_get_xact_tuples_returned", "pg_stat_get_xact_tuples_updated",
    // methods of access and of sampling, which only the server calls
    "heap_tableam_handler", "bthandler", "hashhandler", "gisthandler", "ginhandler", "spghandler", "brinhandler", "tsm_bernoulli_handler", "tsm_system_handler"};

constexpr string_view harmful[]{
    // what they are given runs as SQL, or whole tables are read by name
    "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "cursor_to_xml", "cursor_to_xmlschema", "table_to_xml", "table_to_xmlschema",
    "table_to_xml_and_xmlschema", "schema_to_xml", "schema_to_xmlschema", "schema_to_xml_and_xmlschema", "database_to_xml", "database_to_xmlschema",
    "database_to_xml_and_xmlschema", "tsquery_rewrite_query", "ts_stat1", "ts_stat2", "fmgr_sql_validator", "fmgr_c_validator", "fmgr_internal_validator",
    // a transaction id is taken
    "txid_current", "pg_current_xact_id",
    // a text names the type whose checks are run
    "pg_input_is_valid", "pg_input_error_info",
    // files and folders
    "pg_config", "pg_tablespace_location", "pg_tablespace_databases", "pg_relation_filepath", "pg_extension_update_paths"};

constexpr string_view secrets[]{"show_config_by_name", "show_config_by_name_missing_ok", "show_all_settings", "pg_stat_get_activity",
                                "pg_stat_get_backend_activity", "pg_stat_get_wal_receiver", "pg_stat_get_wal_senders", "pg_prepared_statement", "pg_cursor"};

constexpr string_view any_type[]{"to_regtype", "to_regtypemod", "to_regprocedure", "to_regoperator", "regtypein", "regprocedurein", "regoperatorin",
                                 "format_type", "regtypeout", "regprocedureout", "regoperatorout", "pg_describe_object", "pg_identify_object",
                                 "pg_identify_object_as_address", "oidvectortypes"};

constexpr string_view text_search[]{"get_current_ts_config", "regdictionaryin"};

constexpr string_view harmless_settings[]{"timezone", "datestyle", "intervalstyle", "search_path", "server_version", "server_version_num", "server_encoding",
                                          "client_encoding", "work_mem", "default_text_search_config", "transaction_isolation", "max_connections",
                                          "shared_buffers", "block_size", "lc_collate", "lc_ctype", "statement_timeout"};

// `tablefunc`, `dblink`, `xml2`, `lo`, `adminpack`, `file_fdw`, `pageinspect` and the like are not here: they run SQL,
// reach files or other servers, or read below row security.
constexpr string_view known_extensions[]{"bloom", "btree_gin", "btree_gist", "citext", "cube", "dict_int", "dict_xsyn", "earthdistance", "fuzzystrmatch",
                                         "hstore", "intagg", "intarray", "isn", "ltree", "pg_stat_statements", "pg_trgm", "pgcrypto", "postgis", "seg",
                                         "tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp", "vector"};
constexpr string_view harmless_of_extensions[]{"uuid-ossp.uuid_generate_v1", "uuid-ossp.uuid_generate_v1mc", "uuid-ossp.uuid_generate_v4", "pgcrypto.gen_random_bytes",
                                               "pgcrypto.gen_random_uuid", "pgcrypto.gen_salt", "bloom.blhandler", "pg_stat_statements.pg_stat_statements",
                                               "pg_stat_statements.pg_stat_statements_info", "tsm_system_rows.tsm_system_rows_handler",
                                               "tsm_system_time.tsm_system_time_handler", "vector.ivfflathandler", "vector.hnswhandler"};
// Reads by SQL of its own making, from names that it is given.
constexpr string_view harmful_of_extensions[]{"postgis.st_estimatedextent"};

constexpr string_view secret_columns[]{"pg_authid.rolpassword", "pg_user_mapping.umoptions", "pg_subscription.subconninfo", "pg_foreign_server.srvoptions",
                                       "pg_foreign_data_wrapper.fdwoptions", "pg_largeobject.data", "pg_foreign_table.ftoptions"};

}  // namespace

bool is_harmless_volatile(string_view source) { return is_among(source, harmless_volatile); }
bool is_harmful(string_view source) { return is_among(source, harmful); }
bool tells_secrets(string_view source) { return is_among(source, secrets) || starts_with(source, "pg_stat_statements_1"); }
bool reaches_any_type(string_view source) { return is_among(source, any_type) || starts_with(source, "pg_get_"); }
bool searches_text(string_view source) {
    return is_among(source, text_search) || starts_with(source, "ts_") || source.find("_tsvector") != source.npos || source.find("_tsquery") != source.npos ||
           starts_with(source, "to_ts") || starts_with(source, "regconfig");
}
bool converts(string_view source) { return starts_with(source, "pg_convert"); }
bool is_harmless_setting(string_view name) {
    std::string lower{name};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return is_among(lower, harmless_settings) || lower.find('.') != lower.npos;
}
bool is_known_extension(string_view name) { return is_among(name, known_extensions); }
std::string known_extensions_array() {
    std::string text;
    for (const auto name : known_extensions) text.append(text.empty() ? "'" : ", '").append(name).append("'");
    return "array[" + text + "]";
}
bool is_harmless_of_extension(string_view name) { return is_among(name, harmless_of_extensions); }
bool is_harmful_of_extension(string_view name) { return is_among(name, harmful_of_extensions); }
bool is_secret_column(string_view name) { return is_among(name, secret_columns); }

}  // namespace assay::postgres::live::lists
