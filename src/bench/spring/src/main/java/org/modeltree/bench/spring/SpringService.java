package org.modeltree.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A comparable service in Spring Boot. */
@SpringBootApplication
public class SpringService {

    /** Serves until it is killed. */
    public static void main(String[] arguments) {
        SpringApplication.run(SpringService.class, arguments);
    }
}
