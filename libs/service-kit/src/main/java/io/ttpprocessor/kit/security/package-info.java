/**
 * Who may connect, and how connections are protected: TLS from PEM files that may be replaced while
 * a service runs, bearer tokens, and the rule that nothing goes unprotected beyond this machine
 * unless ALLOW_PLAINTEXT says so.
 *
 * <p>Before it there are the settings; {@code kit.grpc} opens servers and channels with what is
 * read here.
 */
package io.ttpprocessor.kit.security;
