/**
 * The rules: which events each operation, fee and contract event stands for.
 *
 * <p>A class for each family of operations. A rule reads an operation's body, result and entry
 * changes and adds events to the {@link io.ttpprocessor.extract.rules.RuleContext}; it keeps no
 * state. {@link io.ttpprocessor.extract.rules.OperationRules} says which rule an operation has;
 * {@code io.ttpprocessor.extract} calls the rules and puts events in order.
 */
package io.ttpprocessor.extract.rules;
