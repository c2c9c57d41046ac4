/**
 * Optional registration with flowctl's control plane, and heartbeats to it.
 *
 * <p>Before it comes a service that serves already; after it comes nothing: the control plane only
 * listens, and whatever becomes of it changes nothing of the service.
 */
package io.ttpprocessor.kit.flowctl;
