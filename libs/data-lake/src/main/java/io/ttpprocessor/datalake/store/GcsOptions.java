package io.ttpprocessor.datalake.store;

import com.google.auth.Credentials;
import java.net.URI;
import java.util.Optional;

/**
 * How a bucket of Google Cloud Storage is reached.
 *
 * @param place bucket and folder
 * @param endpoint another server than Google's own, such as an emulator, if given; http or https
 * @param credentials what requests carry; none for anonymous ones
 * @param timeouts how long an answer is waited for
 */
public record GcsOptions(
    BucketPath place,
    Optional<URI> endpoint,
    Optional<Credentials> credentials,
    StoreTimeouts timeouts) {}
