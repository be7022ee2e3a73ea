// Limits: every bound on size, depth and time that outside input meets, in one place.
#pragma once

#include <chrono>
#include <cstddef>

namespace assay::limits {

inline constexpr std::size_t file_bytes = 512u << 20;        // one artefact
inline constexpr std::size_t statement_bytes = 1u << 20;     // one SQL statement that is parsed
inline constexpr std::size_t parser_stack_bytes = 512u << 20;  // stack of a thread that parses SQL
inline constexpr std::size_t server_process_bytes = 2ull << 30;  // memory of each process of the lab's server
inline constexpr std::size_t folder_files = 100'000;         // files looked at below one folder
inline constexpr int folder_depth = 24;
inline constexpr int include_depth = 16;                     // \i within \i
inline constexpr std::size_t process_output_bytes = 64u << 20;
inline constexpr int plan_depth = 1'000;                     // nodes below one another
inline constexpr int ruby_depth = 100;                       // blocks and values within one another
inline constexpr int changelog_depth = 64;                   // elements within one another, and changelogs that include one another
inline constexpr std::size_t changelog_changes = 100'000;    // of one changelog with all that it includes
// A plan's JSON nests an object and a list for each node. Reading it calls itself once a level, and must fit into an
// ordinary stack in every build.
inline constexpr std::size_t plan_json_depth = 512;
inline constexpr std::size_t plan_nodes = 200'000;
inline constexpr std::chrono::milliseconds statement_time{20'000};  // one statement in the lab
inline constexpr std::chrono::milliseconds load_time{300'000};      // one source in the lab
inline constexpr std::chrono::milliseconds live_statement_time{30'000};
inline constexpr std::chrono::milliseconds live_lock_time{500};
// A statement of somebody else's on a live server.
inline constexpr std::size_t question_bytes = 64u << 10;
inline constexpr std::size_t node_tree_bytes = 16u << 20;      // what the server says it would do
inline constexpr std::size_t answer_row_bytes = 4u << 20;      // that the server may send as one row
inline constexpr std::size_t answer_bytes = 2u << 20;          // of all rows that are kept
inline constexpr std::size_t answer_cell_bytes = 10'000;       // of one value; the rest is cut off
inline constexpr std::size_t answer_columns = 200;
inline constexpr std::size_t sample_table_bytes = 64u << 20;  // of rows that are read of one live table
inline constexpr std::size_t topic_bytes = 64u << 10;        // one page of the guide
inline constexpr std::chrono::milliseconds example_time{60'000};          // one example on it
inline constexpr std::size_t example_bytes = 3ull << 30;     // memory of each process of an example
inline constexpr std::size_t message_bytes = 4u << 20;       // one message of an assistant
inline constexpr std::size_t message_depth = 64;             // brackets within one another in it
inline constexpr std::size_t calls_at_once = 64;             // that assistants wait for
inline constexpr std::size_t sessions_at_once = 256;         // of assistants that keep one
inline constexpr std::chrono::minutes session_idle_time{60};
inline constexpr std::chrono::minutes client_answer_time{10};  // what an assistant asks a person takes its time

}  // namespace assay::limits
