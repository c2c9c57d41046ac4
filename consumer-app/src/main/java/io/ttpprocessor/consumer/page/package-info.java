/**
 * The page for people at the consumer's health port: how the pipeline is now, what it stored last,
 * and a search in it. It only reads.
 *
 * <p>Follow a figure: {@code Sampler} takes it from the pipelines' health each second, {@code
 * ProcessorProbe} and {@code TableReader} ask the processor and the database while somebody looks,
 * {@code PipelineState} puts it all into words, {@code EventHub} sends it to every browser, and
 * {@code page.js} shows it. A search goes from {@code SearchQuery}, which tells what was typed, by
 * {@code SearchSql} to the tables. Before this package there are the consumer's health and the
 * tables of {@code io.ttpprocessor.store}; after it there is a browser.
 */
package io.ttpprocessor.consumer.page;
