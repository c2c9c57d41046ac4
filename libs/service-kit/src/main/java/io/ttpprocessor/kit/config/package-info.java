/**
 * Typed reading of environment variables: the first thing that a service's main does.
 *
 * <p>Before it there is only the process environment; after it come the service's own parts, built
 * from values that have been checked. All problems are collected and shown at once.
 */
package io.ttpprocessor.kit.config;
