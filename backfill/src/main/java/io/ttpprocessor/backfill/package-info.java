/**
 * The command {@code backfill}: reads what is wanted, plans, and shows how far it is.
 *
 * <p>After it: {@code io.ttpprocessor.backfill.job}, which runs the plan.
 */
package io.ttpprocessor.backfill;
