// Lists: which functions, extensions and columns a statement of somebody else's may reach on a live server.
#pragma once

#include <string>
#include <string_view>

namespace assay::postgres::live::lists {

// Functions of the server are known by their C names (pg_proc.prosrc), which overloads and re-creations cannot blur.

// The server's own that are labelled VOLATILE: each call is independent of the last, or looks at what is there.
bool is_harmless_volatile(std::string_view source);
// Labelled STABLE or IMMUTABLE, and yet: runs a text as SQL, takes a transaction id, calls functions of a type that a text
// names, tells of files.
bool is_harmful(std::string_view source);
// Tells what only superusers may know: settings that hold secrets, statements of other sessions.
bool tells_secrets(std::string_view source);
// Calls functions of types that no tree shows: their names are values.
bool reaches_any_type(std::string_view source);
// Calls dictionaries and parsers; converts encodings.
bool searches_text(std::string_view source);
bool converts(std::string_view source);
// A setting that current_setting() may tell also where everything could be seen.
bool is_harmless_setting(std::string_view name);

// Extensions whose functions in C compute, so that those which are not VOLATILE may be called.
bool is_known_extension(std::string_view name);
std::string known_extensions_array();  // as an expression of SQL
// VOLATILE ones of such extensions that may be called, "extension.function"; and others that may not.
bool is_harmless_of_extension(std::string_view name);
bool is_harmful_of_extension(std::string_view name);

// A column of the catalogue that holds a secret or a file's content: "pg_authid.rolpassword".
bool is_secret_column(std::string_view name);

}  // namespace assay::postgres::live::lists
