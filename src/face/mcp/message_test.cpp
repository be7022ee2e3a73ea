#include "face/mcp/message.h"

#include <doctest/doctest.h>

using namespace assay::mcp;

TEST_CASE("message: requests, notifications and responses are told apart") {
    CHECK(read_message(R"({"jsonrpc":"2.0","id":7,"method":"a","params":{"x":1}})")->kind == Message::Kind::request);
    CHECK(read_message(R"({"jsonrpc":"2.0","method":"a"})")->kind == Message::Kind::notification);
    CHECK(read_message(R"({"jsonrpc":"2.0","id":"7","result":{}})")->kind == Message::Kind::response);
    CHECK(read_message(R"({"jsonrpc":"2.0","id":"7","error":{"code":1,"message":"m"}})")->id == "7");
    CHECK(read_message(R"({"jsonrpc":"2.0","id":7,"method":"a"})")->params == Json::object());
}

TEST_CASE("message: what is none says why, with the id where it can be read") {
    struct Case {
        const char* text;
        int code;
        Json id;
    };
    for (const auto& each : {Case{"", code::parse_error, nullptr}, Case{"{", code::parse_error, nullptr}, Case{"[]", code::invalid_request, nullptr},
                             Case{R"({"jsonrpc":"1.0","id":3,"method":"a"})", code::invalid_request, 3},
                             Case{R"({"jsonrpc":"2.0","id":null,"method":"a"})", code::invalid_request, nullptr},
                             Case{R"({"jsonrpc":"2.0","id":1.5,"method":"a"})", code::invalid_request, nullptr},
                             Case{R"({"jsonrpc":"2.0","id":3,"method":1})", code::invalid_request, 3},
                             Case{R"({"jsonrpc":"2.0","id":3})", code::invalid_request, 3},
                             Case{R"({"jsonrpc":"2.0","id":3,"method":"a","params":[]})", code::invalid_params, 3},
                             Case{"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"\xff\"}", code::parse_error, nullptr}}) {
        CAPTURE(each.text);
        const auto message = read_message(each.text);
        REQUIRE_FALSE(message);
        CHECK(message.error().fault.code == each.code);
        CHECK(message.error().id == each.id);
    }
}

TEST_CASE("message: depth and size are bounded; brackets within texts do not count") {
    CHECK_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
    CHECK(parse_json(std::string(64, '[') + std::string(64, ']')));
    CHECK(parse_json('"' + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + '"'));
    CHECK_FALSE(parse_json('"' + std::string(5'000'000, 'x') + '"'));
    CHECK_FALSE(parse_json("1e999"));
}

TEST_CASE("message: an answer is one line, whatever it holds") {
    const auto line = dump(response(1, Json{{"text", "a\nb\xff\r"}}));
    CHECK(line.find('\n') == line.npos);
    CHECK(parse_json(line));
    CHECK_FALSE(response(nullptr, Fault{code::parse_error, "x"}).contains("id"));
}
