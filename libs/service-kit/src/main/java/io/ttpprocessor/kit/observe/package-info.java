/**
 * How a running service is watched: its health over HTTP, and its log.
 *
 * <p>It asks the service's own parts for their figures and serves them to operators; nothing in a
 * service depends on what is asked here.
 */
package io.ttpprocessor.kit.observe;
