#include "teach/run/http_examples.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "world/limits.h"
#include "world/process.h"

namespace assay::teach {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y)); });
}

Result<HttpRequest> parse_request_line(std::string_view line, int number) {
    const auto words = split(line, ' ');
    const bool is_one = words.size() >= 2 && words.size() <= 3 && !words[0].empty() && std::isupper(static_cast<unsigned char>(words[0].front())) && starts_with(words[1], "/");
    if (!is_one) return fail(fmt::format("line {}: expected a request such as 'GET /path'", number));
    return HttpRequest{std::string{words[0]}, std::string{words[1]}, {}, {}};
}

std::vector<std::string> curl_command(const HttpRequest& request, int port) {
    std::vector<std::string> command{"curl", "--silent", "--show-error", "--include", "--http1.1", "--noproxy", "*", "--max-time", "20"};
    if (request.method == "HEAD")
        command.emplace_back("--head");
    else
        command.insert(command.end(), {"--request", request.method});
    for (const auto& header : request.headers) command.insert(command.end(), {"--header", header});
    if (!request.body.empty()) command.insert(command.end(), {"--data-binary", "@-"});
    command.push_back(fmt::format("http://127.0.0.1:{}{}", port, request.target));
    return command;
}

}  // namespace

Result<std::vector<HttpRequest>> parse_requests(std::string_view block) {
    std::vector<HttpRequest> requests;
    enum class At { request, headers, body } at = At::request;
    int number = 0;
    for (const auto line : lines_of(block)) {
        ++number;
        if (starts_with(line, "###")) {
            at = At::request;
        } else if (at == At::request) {
            if (trimmed(line).empty()) continue;
            auto request = parse_request_line(line, number);
            if (!request) return tl::unexpected(request.error());
            requests.push_back(std::move(*request));
            at = At::headers;
        } else if (at == At::headers) {
            if (trimmed(line).empty())
                at = At::body;
            else if (line.find(": ") == line.npos)
                return fail(fmt::format("line {}: expected a header 'Name: value' or an empty line", number));
            else
                requests.back().headers.emplace_back(line);
        } else {
            requests.back().body.append(line).append("\n");
        }
    }
    for (auto& request : requests) request.body = trimmed(request.body);
    return requests;
}

std::string shown_answer(std::string_view answer, const std::vector<std::string>& headers) {
    const auto end = answer.find("\r\n\r\n");
    const auto head = answer.substr(0, end);
    std::string text{trimmed(head.substr(0, head.find("\r\n")))};
    text += "\n";
    for (const auto& wanted : headers)
        for (const auto line : lines_of(head))
            if (const auto colon = line.find(':'); colon != line.npos && same_name(line.substr(0, colon), wanted)) text.append(trimmed(line)).append("\n");
    const auto body = end == answer.npos ? std::string_view{} : answer.substr(end + 4);
    return body.empty() ? text : text + "\n" + std::string{body} + (ends_with(body, "\n") ? "" : "\n");
}

Result<Printed> run_requests(std::string_view block, int port, std::vector<std::string> headers) {
    if (headers.empty()) headers.emplace_back("content-type");
    const auto requests = parse_requests(block);
    if (!requests) return tl::unexpected(requests.error());
    Printed printed;
    for (const auto& request : *requests) {
        const auto done = run({.arguments = curl_command(request, port), .input = request.body, .limit = limits::example_time});
        if (!done) return tl::unexpected(done.error());
        if (done->exit_code != 0) return Printed{std::move(printed.text), "", done->errors};
        if (!printed.text.empty()) printed.text += "\n";
        printed.text += shown_answer(done->output, headers);
    }
    return printed;
}

}  // namespace assay::teach
