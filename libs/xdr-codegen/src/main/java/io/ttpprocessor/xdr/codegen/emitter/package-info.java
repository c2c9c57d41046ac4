/**
 * Model to Java source: one class per kind of type, plus the sequences of a type's values.
 *
 * <p>Every struct and union becomes a view: a position in bytes, with accessors that add up offsets
 * and two static walkers. {@code check} trusts nothing and is what {@code parse} runs once; {@code
 * skip} trusts what was checked and is what accessors run. What the generated code calls is in
 * {@code io.ttpprocessor.xdr.runtime}.
 */
package io.ttpprocessor.xdr.codegen.emitter;
