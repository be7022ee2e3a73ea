#include "domain/postgres/read/stand_in.h"

#include <fmt/core.h>

#include <algorithm>

namespace assay::postgres {

namespace {

// The name that a message quotes: role "postgres" does not exist.
std::string quoted_name(const std::string& message) {
    const auto open = message.find('"');
    const auto close = open == message.npos ? open : message.find('"', open + 1);
    return close == message.npos ? std::string{} : message.substr(open + 1, close - open - 1);
}

// function extensions.uuid_generate_v4() does not exist.
sql::Name named_function(const std::string& message) {
    constexpr std::string_view start = "function ";
    const auto open = message.find('(');
    if (message.rfind(start, 0) != 0 || open == message.npos) return {};
    const auto name = message.substr(start.size(), open - start.size());
    const auto dot = name.find('.');
    if (dot == name.npos) return {{}, name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

// Functions of extensions that a platform installs before the first migration.
struct Provided {
    std::string_view function, extension;
};
constexpr Provided provided[]{{"gen_random_bytes", "pgcrypto"}, {"crypt", "pgcrypto"}, {"gen_salt", "pgcrypto"}, {"digest", "pgcrypto"},
                              {"hmac", "pgcrypto"}, {"pgp_sym_encrypt", "pgcrypto"}, {"pgp_sym_decrypt", "pgcrypto"},
                              {"uuid_generate_v4", "uuid-ossp"}, {"uuid_generate_v1", "uuid-ossp"}, {"uuid_generate_v5", "uuid-ossp"},
                              {"similarity", "pg_trgm"}, {"unaccent", "unaccent"}};

}  // namespace

std::string StandIns::schema(const std::string& name) {
    if (name.empty() || !made_.insert("schema " + name).second) return {};
    auto connection = database_.connect();
    if (!connection || !connection->query("create schema " + pg::quote_identifier(name))) return {};
    return fmt::format("schema {} is not made by these files: the lab makes it", name);
}

std::string StandIns::role(const std::string& name) {
    if (name.empty() || !made_.insert("role " + name).second) return {};
    if (!database_.create_role(name, false, true, false)) return {};
    return fmt::format("role {} is not made by these files: the lab makes one without rights", name);
}

std::string StandIns::function(const sql::Mention& mention) {
    const auto known = std::find_if(std::begin(provided), std::end(provided),
                                    [&](const Provided& one) { return one.function == mention.name.name; });
    if (known != std::end(provided) && made_.insert(std::string{known->extension}).second) {
        const auto schema_name = mention.name.schema.empty() ? std::string{"public"} : mention.name.schema;
        (void)schema(schema_name);
        if (database_.create_extension(known->extension, schema_name))
            return fmt::format("extension {} is not made by these files: the lab makes it in {}", known->extension, schema_name);
    }
    for (const auto& shim : lab::shim_names())
        if (shim == mention.name.name && made_.insert("shim " + shim).second && database_.create_shim(shim))
            return fmt::format("{}() is not in this server: a stub stands for it", shim);
    return {};
}

std::string StandIns::make_for(const pg::ServerError& error, const sql::Statement& facts) {
    if (error.sqlstate == "3F000") return schema(quoted_name(error.message));
    if (error.sqlstate == "42704" && error.message.find("role ") != std::string::npos) return role(quoted_name(error.message));
    // A function that a body calls is named by the message alone.
    if (const auto missing = named_function(error.message); error.sqlstate == "42883" && !missing.name.empty())
        if (auto made = function({missing, 0}); !made.empty()) return made;
    if (error.sqlstate == "42883" || error.sqlstate == "42704")
        for (const auto& mention : facts.functions)
            if (auto made = function(mention); !made.empty()) return made;
    return {};
}

}  // namespace assay::postgres
