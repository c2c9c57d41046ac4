/**
 * Text to syntax: a tokenizer and a recursive-descent parser of a subset of the XDR language (RFC
 * 4506, section 6).
 *
 * <p>The subset: {@code const}, {@code enum}, {@code struct}, {@code union}, {@code typedef}, at
 * most one {@code namespace}, both kinds of comments. Not in it, and refused by name: floating
 * point, preprocessor lines, anonymous nested types. Nothing is resolved here; that is the work of
 * {@code io.ttpprocessor.xdr.codegen.model}.
 */
package io.ttpprocessor.xdr.codegen.parser;
