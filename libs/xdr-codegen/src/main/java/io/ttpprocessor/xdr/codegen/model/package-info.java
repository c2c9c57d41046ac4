/**
 * Syntax to meaning: names and typedefs resolved, constants computed, sizes known.
 *
 * <p>{@link io.ttpprocessor.xdr.codegen.model.SchemaResolver} takes the definitions of the parser
 * and refuses what contradicts itself; its {@link io.ttpprocessor.xdr.codegen.model.SchemaModel} is
 * all that the emitter knows of a schema.
 */
package io.ttpprocessor.xdr.codegen.model;
