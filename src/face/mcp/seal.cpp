#include "face/mcp/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>

namespace assay::mcp {

namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string random_bytes(int count) {
    std::string bytes(static_cast<std::size_t>(count), '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), count) != 1) throw std::runtime_error("no random bytes to be had");
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

// RFC 4648, 5: without padding.
std::string to_base64url(std::string_view bytes) {
    auto text = to_base64(bytes);
    while (!text.empty() && text.back() == '=') text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::optional<std::string> from_base64url(std::string text) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return from_base64(text);
}

}  // namespace

std::string random_name() { return to_base64url(random_bytes(16)); }

std::string sha256(std::string_view bytes) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(bytes_of(bytes), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()));
    return to_base64url(digest);
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty()) return std::string{};
    if (text.size() % 4 != 0) return {};
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text), static_cast<int>(text.size()));
    if (length < 0) return {};
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    return to_base64(bytes) == text ? std::optional{bytes} : std::nullopt;  // the decoder takes what no encoder writes
}

bool equal_secrets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Seal::Seal() : key_{random_bytes(32)} {}

std::string Seal::sign(std::string_view bytes) const {
    std::string mark(SHA256_DIGEST_LENGTH, '\0');
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes_of(bytes), bytes.size(), reinterpret_cast<unsigned char*>(mark.data()), nullptr);
    return to_base64url(mark);
}

std::string Seal::close(const Json& value) const {
    const auto body = to_base64url(dump(value));
    return body + "." + sign(body);
}

std::optional<Json> Seal::open(std::string_view text) const {
    const auto dot = text.find('.');
    if (dot == text.npos) return {};
    const auto body = text.substr(0, dot);
    if (!equal_secrets(sign(body), text.substr(dot + 1))) return {};
    const auto bytes = from_base64url(std::string{body});
    if (!bytes) return {};
    auto value = parse_json(*bytes);
    return value ? std::optional{std::move(*value)} : std::nullopt;
}

}  // namespace assay::mcp
