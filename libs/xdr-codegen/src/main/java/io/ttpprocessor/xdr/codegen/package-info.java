/**
 * Build tool that turns an XDR schema (RFC 4506) into Java views.
 *
 * <p>Data goes one way: {@code parser} reads the text into syntax, {@code model} resolves names and
 * computes sizes, {@code emitter} writes Java. {@link io.ttpprocessor.xdr.codegen.CodegenMain}
 * joins them and is what the build of the schema's module runs.
 */
package io.ttpprocessor.xdr.codegen;
